package dev.astern.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Observed;
import dev.astern.connector.Performance;
import dev.astern.connector.ResourceCount;
import dev.astern.connector.Settlement;
import dev.astern.connector.Tier;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How many rows of a table without a key were changed and how many removed: never fewer removed than were, whatever else
 * the action did.
 */
class KeylessCountsTest {
    /** A condition that takes statement capture instead of row capture. */
    private static final String BULK = " WHERE a IN (SELECT 1 UNION SELECT 2)";

    private static Target target;

    @BeforeAll
    static void install() {
        target = new Target(
                "CREATE TABLE note (a int, b text)",
                "INSERT INTO note VALUES (1, 'one'), (1, 'one'), (2, 'two'), (3, 'three')",
                "CREATE TABLE moving (a int, at date) PARTITION BY RANGE (at)",
                "CREATE TABLE moving_1 PARTITION OF moving FOR VALUES FROM ('2026-01-01') TO ('2026-07-01')",
                "CREATE TABLE moving_2 PARTITION OF moving FOR VALUES FROM ('2026-07-01') TO ('2027-01-01')",
                "INSERT INTO moving VALUES (1, '2026-02-01'), (2, '2026-02-01')",
                "CREATE TABLE parent (id int PRIMARY KEY)",
                "CREATE TABLE child (parent int REFERENCES parent ON DELETE SET NULL, b text)",
                "INSERT INTO parent VALUES (1), (2)",
                "INSERT INTO child VALUES (1, 'x'), (2, 'y')",
                "CREATE TABLE tidied (a int, b text)",
                "INSERT INTO tidied VALUES (1, 'one'), (2, 'two')",
                """
                CREATE FUNCTION tidy() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN DELETE FROM tidied WHERE a = OLD.a + 1; RETURN NULL; END $$""",
                "CREATE TRIGGER tidy AFTER UPDATE ON tidied FOR EACH ROW EXECUTE FUNCTION tidy()",
                """
                CREATE FUNCTION given_up() RETURNS void LANGUAGE plpgsql AS $$
                BEGIN
                  BEGIN
                    UPDATE note SET b = 'tried' WHERE a = 1;
                    RAISE EXCEPTION 'no';
                  EXCEPTION WHEN raise_exception THEN NULL;
                  END;
                  DELETE FROM note WHERE a = 3;
                  INSERT INTO note VALUES (3, 'new');
                END $$""",
                "GRANT EXECUTE ON FUNCTION given_up() TO PUBLIC");
    }

    @AfterAll
    static void close() {
        target.close();
    }

    @Test
    void an_update_changes_rows_and_removes_none() {
        assertThat(seen("UPDATE note SET b = 'other' WHERE a = 2")).isEqualTo(counts(0, 1, 0));
        assertThat(seen("UPDATE note SET b = 'other'" + BULK)).isEqualTo(counts(0, 3, 0));
        assertThat(rehearse("UPDATE note SET b = 'other'" + BULK).tier()).isEqualTo(Tier.WRITE);
    }

    @Test
    void rows_that_are_alike_are_counted_one_by_one() {
        assertThat(seen("UPDATE note SET b = 'other' WHERE a = 1")).isEqualTo(counts(0, 2, 0));
        assertThat(seen("UPDATE note SET a = 1, b = 'one' WHERE a = 2")).isEqualTo(counts(0, 1, 0));
    }

    @Test
    void an_update_of_an_update_is_one() {
        assertThat(seen("UPDATE note SET b = 'x' WHERE a = 2", "UPDATE note SET b = 'y' WHERE a = 2"))
                .isEqualTo(counts(0, 1, 0));
        assertThat(seen("UPDATE note SET b = 'x' WHERE a = 2", "UPDATE note SET b = 'two' WHERE a = 2"))
                .isEqualTo(counts(0, 0, 0));
    }

    @Test
    void a_row_removed_and_another_made_is_no_update() {
        for (var delete : List.of("DELETE FROM note WHERE a = 2", "DELETE FROM note" + BULK + " AND a = 2")) {
            assertThat(seen(delete, "INSERT INTO note VALUES (9, 'new')")).isEqualTo(counts(1, 0, 1));
        }
        assertThat(seen("DELETE FROM note WHERE a = 3", "UPDATE note SET b = 'other' WHERE a = 2"))
                .isEqualTo(counts(0, 1, 1));
    }

    @Test
    void updates_do_not_hide_what_was_removed() {
        assertThat(seen(
                        "UPDATE note SET b = 'x' WHERE a = 1",
                        "DELETE FROM note WHERE a IN (2, 3)",
                        "INSERT INTO note VALUES (4, 'four'), (5, 'five')"))
                .isEqualTo(counts(2, 2, 2));
        // What an update made and a delete took: the row before it is gone.
        assertThat(seen("UPDATE note SET b = 'x' WHERE a = 2", "DELETE FROM note WHERE b = 'x'"))
                .isEqualTo(counts(0, 0, 1));
        // The other row takes its place, image for image; one is gone all the same.
        assertThat(seen("DELETE FROM note WHERE a = 2", "UPDATE note SET a = 2, b = 'two' WHERE a = 3"))
                .isEqualTo(counts(0, 0, 1));
    }

    @Test
    void a_row_that_the_action_made_itself_counts_on_the_strict_side() {
        assertThat(seen("INSERT INTO note VALUES (7, 'a')", "UPDATE note SET b = 'b' WHERE a = 7"))
                .isEqualTo(counts(1, 0, 0));
        var most = seen(
                "INSERT INTO note VALUES (7, 'a')",
                "DELETE FROM note WHERE a = 7",
                "UPDATE note SET b = 'x' WHERE a = 2");
        assertThat(most).isEqualTo(counts(1, 0, 1));
    }

    @Test
    void what_an_exception_handler_took_back_does_not_count() {
        assertThat(seen("SELECT given_up()")).isEqualTo(counts(1, 0, 1));
    }

    @Test
    void what_was_updated_first_and_removed_then_is_removed() {
        assertThat(seen("UPDATE note SET b = 'x'", "DELETE FROM note" + BULK)).isEqualTo(counts(0, 1, 3));
    }

    @Test
    void a_users_trigger_that_removes_is_seen() {
        assertThat(of(rehearse("UPDATE tidied SET b = 'x' WHERE a = 1"), "public.tidied"))
                .isEqualTo(new ResourceCount("public.tidied", 0, 1, 1));
    }

    @Test
    void a_foreign_key_that_clears_changes_its_rows() {
        assertThat(of(rehearse("DELETE FROM parent WHERE id = 1"), "public.child"))
                .isEqualTo(new ResourceCount("public.child", 0, 1, 0));
    }

    @Test
    void a_row_that_moves_to_another_partition_never_counts_for_less_than_an_update() {
        var within = of(rehearse("UPDATE moving SET a = 5 WHERE a = 1"), "public.moving");
        assertThat(within).isEqualTo(new ResourceCount("public.moving", 0, 1, 0));
        // The database makes a delete and an insert of it.
        var moved = of(rehearse("UPDATE moving SET at = '2026-08-01' WHERE a = 1"), "public.moving");
        assertThat(moved).isEqualTo(new ResourceCount("public.moving", 1, 0, 1));
        var many = of(rehearse("UPDATE moving SET at = '2026-08-01'" + BULK), "public.moving");
        assertThat(many.updated() + many.deleted()).isEqualTo(2);
    }

    @Test
    void the_count_is_the_same_when_it_is_asked_for_later() {
        var id = target.act("UPDATE note SET b = b || '' WHERE a = 2", "UPDATE note SET b = 'zwei' WHERE a = 2");
        assertThat(target.connector().settle(id))
                .isInstanceOfSatisfying(
                        Settlement.Applied.class,
                        applied -> assertThat(applied.observed().counts()).containsExactly(counts(0, 1, 0)));
        target.undo(id);
        assertThat(target.rows("SELECT b FROM note WHERE a = 2")).containsExactly("(two)");
    }

    @Test
    void a_journal_of_an_earlier_installation_learns_it_at_the_next_refresh() {
        try (var old = new Target("CREATE TABLE early (a int, b text)", "INSERT INTO early VALUES (1, 'x')")) {
            var journal =
                    old.rows("SELECT journal FROM astern.tracked").getFirst().replaceAll("[()]", "");
            old.owner("ALTER TABLE astern.j_" + journal + " DROP COLUMN op CASCADE");
            assertThat(old.refused("UPDATE early SET b = 'y'")).isNotNull();
            old.refresh();
            var id = old.act("UPDATE early SET b = 'y'");
            assertThat(old.connector().settle(id))
                    .isInstanceOfSatisfying(
                            Settlement.Applied.class,
                            applied -> assertThat(applied.observed().counts())
                                    .containsExactly(new ResourceCount("public.early", 0, 1, 0)));
        }
    }

    private static ResourceCount counts(long inserted, long updated, long deleted) {
        return new ResourceCount("public.note", inserted, updated, deleted);
    }

    private static ResourceCount seen(String... statements) {
        return of(rehearse(statements), "public.note");
    }

    private static ResourceCount of(Observed observed, String resource) {
        return observed.counts().stream()
                .filter(count -> count.resource().equals(resource))
                .findFirst()
                .orElseThrow();
    }

    private static Observed rehearse(String... statements) {
        var operation = target.operation("run_sql", Map.of("statements", List.of(statements)));
        return switch (target.connector().rehearse(operation, Target.always(Target.newId(), Target.session()))) {
            case Performance.RolledBack taken -> taken.observed();
            case Performance other -> throw new AssertionError(other);
        };
    }
}
