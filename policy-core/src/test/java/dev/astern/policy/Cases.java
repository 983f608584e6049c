package dev.astern.policy;

import java.util.function.LongConsumer;

/** Runs a check for one seed after another; a failure names the seed to run it again with. */
public final class Cases {
    /** How many are many. */
    public static final int MANY = Integer.getInteger("astern.cases", 10_000);

    private static final long FIRST = Long.getLong("astern.seed", 1);

    private Cases() {}

    public static void run(int count, LongConsumer check) {
        for (long seed = FIRST; seed < FIRST + count; seed++) {
            try {
                check.accept(seed);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ": run again with -Dastern.seed=" + seed, e);
            }
        }
    }
}
