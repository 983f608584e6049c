package dev.astern.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Durations of one kind of work, gathered from many threads. */
final class Latencies {
    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());

    /** Work that is timed. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    void time(Work work) throws Exception {
        long from = System.nanoTime();
        work.run();
        nanos.add(System.nanoTime() - from);
    }

    void add(Duration time) {
        nanos.add(time.toNanos());
    }

    double p50Ms() {
        return percentileMs(0.50);
    }

    double percentileMs(double share) {
        var sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        if (sorted.isEmpty()) {
            throw new IllegalStateException("nothing was timed: bug");
        }
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size()))) / 1e6;
    }

    @Override
    public String toString() {
        return "p50 %.2f ms, p99 %.2f ms, %d times".formatted(p50Ms(), percentileMs(0.99), nanos.size());
    }
}
