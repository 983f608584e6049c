package dev.astern.connector.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Lets one of many threads run at a time, and chooses by the seed alone which one goes on at each pause. */
public final class Scheduler {
    /** The process this thread belonged to is dead. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static final class Fiber {
        private final int node;
        private final Semaphore go = new Semaphore(0);
        private boolean ended;
        private boolean killed;

        private Fiber(int node) {
            this.node = node;
        }
    }

    private static final int MAX_STALL = 60;
    private static final int MAX_STEPS = 100_000;

    private final Random random;
    private final Semaphore back = new Semaphore(0);
    private final List<Fiber> fibers = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private @Nullable Fiber current;

    public Scheduler(Random random) {
        this.random = random;
    }

    public Random random() {
        return random;
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Adds work of a node; it starts when it is first chosen. */
    public void spawn(int node, Runnable work) {
        var fiber = new Fiber(node);
        fibers.add(fiber);
        Thread.ofVirtual().start(() -> {
            fiber.go.acquireUninterruptibly();
            try {
                if (!fiber.killed) {
                    work.run();
                }
            } catch (Killed e) {
                // As it should be.
            } catch (RuntimeException | Error e) {
                failures.add(e);
            } finally {
                fiber.ended = true;
                back.release();
            }
        });
    }

    /** Whose work goes on now; -1 outside of any. */
    public int node() {
        var fiber = current;
        return fiber == null ? -1 : fiber.node;
    }

    /** Others may go on here. */
    public void pause() {
        var fiber = current;
        if (fiber == null) {
            return;
        }
        if (!fiber.killed) {
            back.release();
            fiber.go.acquireUninterruptibly();
        }
        if (fiber.killed) {
            throw new Killed();
        }
    }

    /** Perhaps much happens before this goes on. */
    public void stall(double probability) {
        if (current != null && chance(probability)) {
            for (int i = random.nextInt(MAX_STALL); i > 0; i--) {
                pause();
            }
        }
    }

    /** Everything of a node ends at its next pause. */
    public void kill(int node) {
        fibers.stream().filter(f -> f.node == node).forEach(f -> f.killed = true);
    }

    /** Runs until nothing is left to do. */
    public void run() {
        for (int step = 0; ; step++) {
            if (step > MAX_STEPS) {
                throw new AssertionError("the run does not come to an end");
            }
            var ready = fibers.stream().filter(f -> !f.ended).toList();
            if (ready.isEmpty()) {
                break;
            }
            var next = ready.get(random.nextInt(ready.size()));
            current = next;
            next.go.release();
            back.acquireUninterruptibly();
            current = null;
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("a fiber failed", failures.getFirst());
        }
    }
}
