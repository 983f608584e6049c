package dev.astern.bench.workload;

import dev.astern.bench.Installed;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several at once, so that waiting for disks does not add up. */
final class Workers {
    static final int COUNT = 4;

    private Workers() {}

    /** What one of them does. */
    interface Work {
        void run(int worker);
    }

    static void each(Work work) {
        try (var executor = Executors.newFixedThreadPool(COUNT)) {
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < COUNT; i++) {
                int worker = i;
                running.add(executor.submit(() -> work.run(worker)));
            }
            for (var worker : running) {
                worker.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A new database; each worker has its own, so that none sees another's sessions. */
    static Database open(Installed installed, String name) {
        installed.createDatabase(name);
        return new Database(installed.url(name), installed.user(), installed.password());
    }
}
