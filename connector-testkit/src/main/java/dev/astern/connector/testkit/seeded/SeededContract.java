package dev.astern.connector.testkit.seeded;

import dev.astern.connector.testkit.Laboratory;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The contract held in histories that nobody thought of: from each seed one of agents who act, targets that do not what they
 * say, people who edit in between and in the very moment, processes that end, and undos of undos. After each step what was
 * said is held against the truth. Run again with {@code -Dastern.seed=N}, with more seeds by {@code -Dastern.times=N}, and
 * without those of every build by {@code -Dastern.beyond=true}.
 */
public abstract class SeededContract {
    /** A fresh target with a connector. */
    protected abstract Laboratory open();

    /** How many histories there is time for in every build. */
    protected int seeds() {
        return 10;
    }

    /** How many steps a history has at least; it may have twice as many. */
    protected int steps() {
        return 30;
    }

    @TestFactory
    final Stream<DynamicTest> whatever_happens_in_whatever_order_the_contract_holds() {
        var only = Long.getLong("astern.seed");
        var last = (long) seeds() * Integer.getInteger("astern.times", 1);
        var first = Boolean.getBoolean("astern.beyond") ? seeds() + 1 : 1;
        var seeds = only == null ? LongStream.rangeClosed(first, last) : LongStream.of(only);
        return seeds.mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> run(seed)));
    }

    private void run(long seed) {
        try (var site = new Site(open(), seed)) {
            try {
                new SeededRun(site).run(steps());
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        e.getMessage() + "\n-Dastern.seed=" + seed + "\n" + String.join("\n", site.story()), e);
            }
        }
    }
}
