package dev.astern.testing;

import java.util.function.BooleanSupplier;

/** Waits for what others bring about. */
public final class Until {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private Until() {}

    /** Returns once it holds; fails where it does not in time. */
    public static void until(BooleanSupplier holds) {
        var deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not come true in time");
            }
            Thread.onSpinWait();
        }
    }
}
