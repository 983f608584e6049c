package dev.astern.crash;

import dev.astern.gateway.StepObserver;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Holds the thread that passes a chosen step for the n-th time, so that somebody can be killed just there. */
final class ArmedSteps implements StepObserver {
    private final Consumer<String> onReached;
    private @Nullable String armed;
    private int remaining;
    private CountDownLatch gate = new CountDownLatch(1);

    ArmedSteps(Consumer<String> onReached) {
        this.onReached = onReached;
    }

    synchronized void arm(String step, int passes) {
        armed = step;
        remaining = passes;
        gate = new CountDownLatch(1);
    }

    synchronized void letGo() {
        armed = null;
        gate.countDown();
    }

    @Override
    public void at(String step) {
        CountDownLatch mine;
        synchronized (this) {
            if (!step.equals(armed) || --remaining != 0) {
                return;
            }
            mine = gate;
        }
        onReached.accept(step);
        try {
            mine.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
