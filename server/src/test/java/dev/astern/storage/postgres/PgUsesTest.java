package dev.astern.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.storage.UseStore;
import dev.astern.storage.UseStore.Reached;
import dev.astern.storage.UseStore.Take;
import dev.astern.testing.Race;
import dev.astern.testing.TestPostgres;
import dev.astern.testing.TestStores;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What sessions use is counted exactly, whoever takes and gives back at once. */
class PgUsesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final List<String> NAMES = List.of("verb:delete", "target:shop", "rows", "rate", "amount");

    private static PgStores stores;
    private static UseStore uses;

    @BeforeAll
    static void open() {
        stores = TestStores.open(TestPostgres.database());
        uses = stores.stores().uses();
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    @Test
    void it_is_all_or_nothing_and_says_what_is_in_the_way() {
        assertThat(take("s1", "a1", List.of(of("rows", 6, 10), of("verb:delete", 1, null))))
                .isEmpty();
        assertThat(take("s1", "a2", List.of(of("rows", 5, 10), of("verb:delete", 1, null))))
                .contains(new Reached("rows", BigDecimal.valueOf(6), BigDecimal.TEN));
        assertThat(uses.used("s1", "")).isEqualTo(used(Map.of("rows", 6, "verb:delete", 1)));
    }

    @Test
    void what_an_action_took_counts_once_and_not_before_itself() {
        for (int i = 0; i < 3; i++) {
            assertThat(take("s2", "b1", List.of(of("rows", 10, 10), of("rate", 1, 1))))
                    .isEmpty();
        }
        assertThat(uses.used("s2", "b1")).isEqualTo(used(Map.of("rows", 0, "rate", 0)));
        assertThat(uses.used("s2", "")).isEqualTo(used(Map.of("rows", 10, "rate", 1)));
        uses.release("b1");
        uses.release("b1");
        assertThat(uses.used("s2", "")).isEqualTo(used(Map.of("rows", 0, "rate", 0)));
    }

    @Test
    void a_rate_is_of_the_last_minute() {
        assertThat(take("s3", "c1", List.of(of("rate", 1, 1)))).isEmpty();
        assertThat(uses.take("s3", "c2", List.of(of("rate", 1, 1)), NOW.plusMillis(59_999)))
                .isPresent();
        assertThat(uses.take("s3", "c2", List.of(of("rate", 1, 1)), NOW.plusSeconds(60)))
                .isEmpty();
    }

    @Test
    void parts_of_money_add_up_exactly() {
        for (int i = 0; i < 10; i++) {
            assertThat(take("s4", "d" + i, List.of(new Take("amount", new BigDecimal("0.10"), BigDecimal.ONE))))
                    .isEmpty();
        }
        assertThat(take("s4", "d10", List.of(new Take("amount", new BigDecimal("0.01"), BigDecimal.ONE))))
                .isPresent();
    }

    @Test
    void the_last_unit_goes_to_exactly_one_of_those_who_want_it_at_once() throws Exception {
        try (var race = new Race()) {
            race.lanes(2, 2_000, round -> {
                var session = "last-" + round;
                var racers = new ArrayList<Callable<Optional<Reached>>>();
                for (int i = 0; i < 3; i++) {
                    var action = session + "-" + i;
                    racers.add(() -> take(session, action, List.of(of("verb:delete", 1, 1), of("target:t", 1, null))));
                }
                assertThat(race.of(racers).stream().filter(Optional::isEmpty)).hasSize(1);
                assertThat(uses.used(session, "")).isEqualTo(used(Map.of("verb:delete", 1, "target:t", 1)));
            });
        }
    }

    @Test
    void whoever_takes_and_gives_back_at_once_the_sum_is_right_and_nobody_waits_for_ever() throws Exception {
        long seed = Long.getLong("astern.seed", System.nanoTime());
        var held = new ConcurrentHashMap<String, Map<String, Integer>>();
        try (var race = new Race()) {
            race.lanes(4, 4_000, number -> {
                var random = new Random(seed + number);
                var action = "mixed-" + number;
                var wanted = new HashMap<String, Integer>();
                while (wanted.isEmpty()) {
                    NAMES.forEach(name -> {
                        if (random.nextBoolean()) {
                            wanted.put(name, 1 + random.nextInt(3));
                        }
                    });
                }
                var takes = new ArrayList<Take>();
                wanted.forEach((name, amount) -> takes.add(of(name, amount, name.equals("rows") ? 500 : null)));
                if (take("mixed", action, takes).isEmpty()) {
                    held.put(action, wanted);
                }
                if (random.nextBoolean()) {
                    uses.release(action);
                    held.remove(action);
                }
            });
        }
        var sums = new HashMap<String, Integer>();
        NAMES.forEach(name -> sums.put(name, 0));
        held.values().forEach(taken -> taken.forEach((name, amount) -> sums.merge(name, amount, Integer::sum)));
        assertThat(uses.used("mixed", "")).as("seed " + seed).isEqualTo(used(sums));
        assertThat(sums.get("rows")).as("seed " + seed).isBetween(498, 500);
    }

    private static Optional<Reached> take(String session, String action, List<Take> takes) {
        return uses.take(session, action, takes, NOW);
    }

    private static Take of(String name, long amount, @Nullable Integer max) {
        return new Take(name, BigDecimal.valueOf(amount), max == null ? null : BigDecimal.valueOf(max));
    }

    private static Map<String, BigDecimal> used(Map<String, Integer> amounts) {
        var used = new HashMap<String, BigDecimal>();
        amounts.forEach((name, amount) -> used.put(name, BigDecimal.valueOf(amount)));
        return used;
    }
}
