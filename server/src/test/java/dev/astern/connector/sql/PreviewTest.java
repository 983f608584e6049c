package dev.astern.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.astern.connector.Effect;
import dev.astern.connector.Observed;
import dev.astern.connector.Performance;
import dev.astern.connector.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a rehearsal shows of rows, and what binds an approval to the state that it was given for. */
class PreviewTest {
    private static Target target;

    @BeforeAll
    static void install() {
        target = new Target(
                "CREATE TABLE ticket (note text, id serial PRIMARY KEY, at timestamptz DEFAULT clock_timestamp())",
                "CREATE TABLE nokey (a int, b text)",
                "INSERT INTO ticket (note) SELECT 'n' || n FROM generate_series(1, 300) n",
                "INSERT INTO nokey VALUES (1, 'x'), (1, 'x'), (2, NULL)");
    }

    @AfterAll
    static void close() {
        target.close();
    }

    @Test
    void a_rehearsal_shows_each_row_before_and_after() {
        var seen = rehearse("UPDATE ticket SET note = 'changed' WHERE id IN (7, 8)", "DELETE FROM ticket WHERE id = 9");
        assertThat(seen.sample())
                .extracting(
                        Effect::kind,
                        e -> e.key() == null ? "" : e.key().get("id"),
                        e -> e.before() == null ? "" : e.before().get("note"),
                        e -> e.after() == null ? "" : e.after().get("note"))
                .containsExactlyInAnyOrder(
                        tuple(Effect.Kind.UPDATE, "7", "n7", "changed"),
                        tuple(Effect.Kind.UPDATE, "8", "n8", "changed"),
                        tuple(Effect.Kind.DELETE, "9", "n9", ""));
        assertThat(target.rows("SELECT note FROM ticket WHERE id IN (7, 8, 9)"))
                .containsExactly("(n7)", "(n8)", "(n9)");
    }

    @Test
    void what_an_action_made_and_took_back_is_not_shown() {
        var seen = rehearse(
                "UPDATE ticket SET note = 'once' WHERE id = 20",
                "UPDATE ticket SET note = 'twice' WHERE id = 20",
                "UPDATE ticket SET note = 'n20' WHERE id = 20");
        assertThat(seen.sample()).isEmpty();
        assertThat(seen.beforeDigest()).isEmpty();
    }

    @Test
    void rows_without_a_key_are_shown_one_by_one() {
        var seen = rehearse("DELETE FROM nokey WHERE a = 1");
        assertThat(seen.sample()).extracting(Effect::kind).containsExactly(Effect.Kind.DELETE, Effect.Kind.DELETE);
    }

    @Test
    void updates_of_rows_without_a_key_are_shown_before_and_after() {
        for (var where : List.of(" WHERE a < 3", " WHERE a IN (SELECT 1 UNION SELECT 2)")) {
            var seen = rehearse("UPDATE nokey SET b = coalesce(b, '') || a" + where);
            assertThat(seen.sample())
                    .extracting(
                            Effect::kind,
                            e -> e.before() == null ? "" : e.before().get("b"),
                            e -> e.after() == null ? "" : e.after().get("b"))
                    .containsExactlyInAnyOrder(
                            tuple(Effect.Kind.UPDATE, "x", "x1"),
                            tuple(Effect.Kind.UPDATE, "x", "x1"),
                            tuple(Effect.Kind.UPDATE, null, "2"));
        }
    }

    /** A row gone and a row new are not one that was changed. */
    @Test
    void other_changes_of_rows_without_a_key_are_not_put_together() {
        var seen = rehearse(
                "DELETE FROM nokey WHERE a = 2",
                "INSERT INTO nokey VALUES (3, 'z')",
                "UPDATE nokey SET b = 'y' WHERE a = 3");
        assertThat(seen.sample())
                .extracting(
                        Effect::kind, e -> e.before() == null ? "" : e.before().get("a"))
                .containsExactlyInAnyOrder(tuple(Effect.Kind.DELETE, "2"), tuple(Effect.Kind.INSERT, ""));
    }

    @Test
    void a_preview_of_many_rows_shows_a_hundred_and_counts_all() {
        var seen = rehearse("UPDATE ticket SET note = note || '!'");
        assertThat(seen.total()).isEqualTo(300);
        assertThat(seen.sample()).hasSize(100).allMatch(e -> e.kind() == Effect.Kind.UPDATE);
    }

    @Test
    void the_state_before_is_the_same_until_somebody_changes_it() {
        var sql = "UPDATE ticket SET at = clock_timestamp() WHERE id BETWEEN 100 AND 110";
        var first = rehearse(sql);
        var second = rehearse(sql);
        assertThat(first.digest()).isNotEqualTo(second.digest());
        assertThat(first.beforeDigest()).isNotEmpty().isEqualTo(second.beforeDigest());
        target.act("UPDATE ticket SET note = 'moved' WHERE id = 105");
        assertThat(rehearse(sql).beforeDigest()).isNotEqualTo(first.beforeDigest());
    }

    @Test
    void a_row_that_is_new_has_no_state_before() {
        assertThat(rehearse("INSERT INTO ticket (note) VALUES ('new')").beforeDigest())
                .isEmpty();
    }

    @Test
    void an_agent_can_not_look_at_previews() {
        assertThat(target.refused("SELECT * FROM astern.preview('guess', 1, ARRAY[1], 10)"))
                .isEqualTo(Reason.NOT_ALLOWED);
        assertThat(target.refused("SELECT value FROM astern.meta")).isEqualTo(Reason.NOT_ALLOWED);
    }

    private static Observed rehearse(String... statements) {
        var operation = target.operation("run_sql", Map.of("statements", List.of(statements)));
        return switch (target.connector().rehearse(operation, Target.always(Target.newId(), Target.session()))) {
            case Performance.RolledBack taken -> taken.observed();
            case Performance other -> throw new AssertionError(other);
        };
    }
}
