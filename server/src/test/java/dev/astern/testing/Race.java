package dev.astern.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Lets several do something at the same moment, again and again. */
public final class Race implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** What each of them came to, in their order; all began when the last was ready. */
    public <T> List<T> of(List<Callable<T>> racers) throws InterruptedException, ExecutionException {
        var ready = new CountDownLatch(racers.size());
        var runs = racers.stream()
                .map(racer -> threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return racer.call();
                }))
                .toList();
        var results = new ArrayList<T>();
        for (var run : runs) {
            results.add(run.get());
        }
        return results;
    }

    /** Goes through numbers from 0 in several lanes, each of which takes every so-manieth. */
    public void lanes(int lanes, int numbers, Numbered each) throws InterruptedException, ExecutionException {
        var runs = new ArrayList<Future<?>>();
        for (int lane = 0; lane < lanes; lane++) {
            int first = lane;
            runs.add(threads.submit(() -> {
                for (int number = first; number < numbers; number += lanes) {
                    each.run(number);
                }
                return null;
            }));
        }
        for (var run : runs) {
            run.get();
        }
    }

    /** One of many rounds. */
    public interface Numbered {
        void run(int number) throws Exception;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
