package dev.astern.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
    private static final int BUILT = 400;
    /** {@code .ci/simulation.sh} runs more, and leaves out those of every build. */
    private static final int SEEDS = Integer.getInteger("astern.seeds", BUILT);

    private static final int FIRST = Boolean.getBoolean("astern.beyond") ? BUILT + 1 : 1;

    @Test
    void whatever_fails_in_whatever_order_the_promises_hold() {
        for (long seed = FIRST; seed <= SEEDS; seed++) {
            run(seed);
        }
    }

    /** Each found something once. */
    @ParameterizedTest
    @ValueSource(longs = {-8916816338769339919L})
    void they_hold_for_seeds_to_remember(long seed) {
        run(seed);
    }

    @Test
    void they_hold_for_seeds_nobody_has_seen_before() {
        var random = new Random();
        for (int i = 0; i < SEEDS / 4; i++) {
            run(random.nextLong());
        }
    }

    @Test
    void whoever_is_held_up_when_a_stop_is_acknowledged_takes_no_effect() {
        for (long seed = FIRST; seed <= SEEDS; seed++) {
            var findings = new Simulation(new Random(seed), Faults::aroundStops).run();
            assertThat(findings).as("seed " + seed).isEmpty();
        }
    }

    private static void run(long seed) {
        try {
            assertThat(new Simulation(seed).run()).as("seed " + seed).isEmpty();
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }
}
