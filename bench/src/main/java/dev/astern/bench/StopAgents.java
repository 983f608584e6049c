package dev.astern.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Sessions that write again as soon as they have an answer and have thought for a moment. */
final class StopAgents implements AutoCloseable {
    private static final int MAX_CALLS = 1_000_000;

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong applied = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile int thinkMs;
    private volatile boolean over;

    /** @param thinkMs for how long each of them thinks, on average */
    StopAgents(StopSite site, int count, int thinkMs) throws Exception {
        this.thinkMs = thinkMs;
        for (int i = 0; i < count; i++) {
            var agent = site.agent(i);
            threads.add(Thread.ofVirtual().start(() -> write(agent)));
        }
    }

    private void write(StopSite.Agent agent) {
        for (int call = 0; call < MAX_CALLS && !over; call++) {
            try {
                switch (agent.write(call)) {
                    case 200 -> applied.incrementAndGet();
                    case 403 -> refused.incrementAndGet();
                    default -> {}
                }
                Thread.sleep(ThreadLocalRandom.current().nextInt(2 * thinkMs));
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                // The node may be paused or without its store, which is what this is about.
                Thread.onSpinWait();
            }
        }
    }

    void think(int ms) {
        thinkMs = ms;
    }

    long applied() {
        return applied.get();
    }

    long refused() {
        return refused.get();
    }

    @Override
    public void close() {
        over = true;
        threads.forEach(Thread::interrupt);
    }
}
