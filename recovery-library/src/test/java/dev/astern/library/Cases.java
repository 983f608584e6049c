package dev.astern.library;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Runs a check for one seed after another; a failure names the seed to run it again with. */
final class Cases {
    private static final long FIRST = Long.getLong("astern.seed", 1);

    private Cases() {}

    static void run(int count, Consumer<RandomGenerator> check) {
        int cases = Integer.getInteger("astern.cases", count);
        for (long seed = FIRST; seed < FIRST + cases; seed++) {
            try {
                check.accept(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ": run again with -Dastern.seed=" + seed, e);
            }
        }
    }
}
