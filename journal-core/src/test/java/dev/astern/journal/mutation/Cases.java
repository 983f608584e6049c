package dev.astern.journal.mutation;

import java.util.function.LongConsumer;

/** Runs a check for one seed after another; a failure names the seed to run it again with. */
public final class Cases {
    private static final String COUNT = "astern.cases";

    /** How many are many; each test takes a share or a multiple of it. */
    public static final int MANY = Integer.getInteger(COUNT, 20_000);

    private static final long FIRST = Long.getLong("astern.seed", 1);

    private Cases() {}

    /** @param what is changed, for whoever counts: a run whose size was asked for says how many of what it did */
    public static void run(String what, int count, LongConsumer check) {
        for (long seed = FIRST; seed < FIRST + count; seed++) {
            try {
                check.accept(seed);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ": run again with -Dastern.seed=" + seed, e);
            }
        }
        if (System.getProperty(COUNT) != null) {
            System.out.println("cases " + count + " " + what);
        }
    }
}
