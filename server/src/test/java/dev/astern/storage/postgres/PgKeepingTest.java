package dev.astern.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Effect;
import dev.astern.connector.Image;
import dev.astern.connector.KeptChange;
import dev.astern.connector.Left;
import dev.astern.sealing.KeyScope;
import dev.astern.storage.KeepingStore;
import dev.astern.testing.TestPostgres;
import dev.astern.testing.TestStores;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PgKeepingTest {
    private static final int RACES = 200;
    private static PgStores stores;
    private static KeepingStore keeping;

    @BeforeAll
    static void open() {
        stores = TestStores.open(TestPostgres.database());
        keeping = stores.stores().keeping();
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    private static Image image(String... namesAndValues) {
        var fields = new HashMap<String, @Nullable String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Image(fields);
    }

    private static List<KeptChange> changes() {
        var odd = "\0 \uD83D\uDE00 \uD800 \"quoted\" é";
        var before = new HashMap<String, @Nullable String>(Map.of("name", odd));
        before.put("none", null);
        return List.of(
                new KeptChange(
                        "cards", image("id", "1"), Effect.Kind.UPDATE, new Image(before), image("name", "x"), "v1"),
                new KeptChange("cards", null, Effect.Kind.INSERT, null, image(), ""));
    }

    @Test
    void what_was_kept_comes_back_exactly() {
        assertThat(keeping.keep("crm", "act_exact", "ses_1", changes())).isTrue();
        assertThat(keeping.keep("crm", "act_exact", "ses_1", changes())).isFalse();
        assertThat(keeping.left("act_exact", Map.of(0, new Left.Changed(image("id", "1"), null))))
                .isTrue();
        assertThat(keeping.left("act_exact", Map.of(0, new Left.Unchanged(), 1, new Left.Unchanged())))
                .as("something was said before")
                .isFalse();
        var kept = keeping.of("act_exact").orElseThrow();
        assertThat(kept.changes()).isEqualTo(changes());
        assertThat(kept.left()).isEqualTo(Map.of(0, new Left.Changed(image("id", "1"), null), 1, new Left.Unchanged()));
        assertThat(kept.settled()).isTrue();
    }

    @Test
    void a_fence_and_a_keep_never_both_win() throws Exception {
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < RACES; i++) {
                var id = "act_race_" + i;
                var kept = threads.submit(() -> keeping.keep("crm", id, "ses_1", changes()));
                var fenced = threads.submit(
                        (Callable<Boolean>) () -> keeping.fence("crm", id).isEmpty());
                assertThat(kept.get()).isNotEqualTo(fenced.get());
            }
        }
    }

    @Test
    void what_was_kept_for_an_erased_session_is_erased_with_it() {
        keeping.keep("crm", "act_erased", "ses_erased", changes());
        var keys = stores.stores()
                .keys()
                .ofScopes(List.of(KeyScope.session("ses_erased").name()));
        assertThat(stores.stores().erasures().destroyAgain(keys, Instant.now())).isEqualTo(1);
        stores.vault().forget();
        var kept = keeping.of("act_erased").orElseThrow();
        assertThat(kept.erased()).isTrue();
        assertThat(kept.changes()).isEmpty();
        assertThat(kept.settled()).as("nobody knows what became of it").isFalse();
    }

    @Test
    void pruning_forgets_one_target_s_only() {
        keeping.keep("old", "act_old", "ses_1", changes());
        keeping.keep("other", "act_other", "ses_1", changes());
        var later = Instant.now().plusSeconds(60);
        assertThat(keeping.prune("old", later, true).actions()).isEqualTo(1);
        assertThat(keeping.of("act_old")).isPresent();
        assertThat(keeping.bytes("old")).isPositive();
        assertThat(keeping.prune("old", later, false).bytes()).isPositive();
        assertThat(keeping.of("act_old")).isEmpty();
        assertThat(keeping.of("act_other")).isPresent();
    }
}
