package dev.astern.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Performance;
import dev.astern.connector.Reason;
import dev.astern.connector.ResourceCount;
import dev.astern.connector.sql.install.Roles;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Whatever a statement does, each kind of capture has an image of it, or it does not take effect. */
class CompletenessTest {
    private static final String LONG = "ä".repeat(31) + "x";
    private static Target target;

    @BeforeAll
    static void install() {
        target = new Target(
                "CREATE TABLE parent (id int PRIMARY KEY, name text)",
                """
                CREATE TABLE child (id int PRIMARY KEY,
                    parent int REFERENCES parent ON DELETE CASCADE ON UPDATE CASCADE)""",
                """
                CREATE TABLE grandchild (id int PRIMARY KEY,
                    child int DEFAULT 0 REFERENCES child ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED)""",
                "CREATE TABLE log (at timestamptz DEFAULT now(), what text)",
                """
                CREATE FUNCTION logged() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN INSERT INTO log (what) VALUES (TG_OP); RETURN NULL; END $$""",
                """
                CREATE CONSTRAINT TRIGGER late AFTER DELETE ON child DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION logged()""",
                """
                CREATE TABLE computed (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x int,
                    twice int GENERATED ALWAYS AS (x * 2) STORED)""",
                "CREATE TABLE \"" + LONG + "\" (\"a b,c\" int, \"q\"\"\" text, \"%I\" text, \"xact\" int, \"x\" int)",
                "CREATE TABLE leafy (id int, region text) PARTITION BY LIST (region)",
                "CREATE TABLE leafy_eu PARTITION OF leafy FOR VALUES IN ('eu') PARTITION BY RANGE (id)",
                "CREATE TABLE leafy_eu_1 PARTITION OF leafy_eu FOR VALUES FROM (0) TO (100)",
                "CREATE TABLE leafy_us PARTITION OF leafy FOR VALUES IN ('us')",
                "CREATE TABLE covered (id int, extra text, UNIQUE (id) INCLUDE (extra))",
                "CREATE VIEW parents AS SELECT id, name FROM parent WHERE id < 1000",
                """
                CREATE FUNCTION retry(i int) RETURNS void LANGUAGE plpgsql AS $$
                BEGIN
                  BEGIN UPDATE parent SET name = 'tried' WHERE id = i; RAISE EXCEPTION 'no';
                  EXCEPTION WHEN raise_exception THEN UPDATE parent SET name = 'settled' WHERE id = i; END;
                END $$""",
                "CREATE TABLE base (id int)",
                "CREATE TABLE heir () INHERITS (base)");
    }

    @AfterAll
    static void close() {
        target.close();
    }

    /** The same statement for both kinds: the second form looks like many rows. */
    private static String as(String sql, boolean few) {
        return few ? sql : "WITH many AS (SELECT 1) " + sql;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cascades_and_deferred_triggers(boolean few) {
        target.owner("TRUNCATE parent, child, grandchild, log", "INSERT INTO parent VALUES (1, 'a')");
        target.owner("INSERT INTO child VALUES (1, 1), (2, 1)", "INSERT INTO grandchild VALUES (1, 1)");
        assertThat(counts(as("UPDATE parent SET id = 9 WHERE id = 1", few)))
                .containsExactly(count("child", 0, 2, 0), count("parent", 1, 0, 1));
        assertThat(counts(as("DELETE FROM parent WHERE id = 9", few)))
                .containsExactly(
                        count("child", 0, 0, 2),
                        count("grandchild", 0, 1, 0),
                        count("log", 2, 0, 0),
                        count("parent", 0, 0, 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void generated_and_identity_columns(boolean few) {
        target.owner("TRUNCATE computed");
        assertThat(counts(as("INSERT INTO computed (x) VALUES (2)", few))).containsExactly(count("computed", 1, 0, 0));
        assertThat(counts(as("UPDATE computed SET x = 3 WHERE x = 2", few)))
                .containsExactly(count("computed", 0, 1, 0));
        assertThat(counts(as("UPDATE computed SET x = 3 WHERE x = 3", few)))
                .containsExactly(count("computed", 0, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void odd_names(boolean few) {
        target.owner("TRUNCATE \"" + LONG + "\"");
        assertThat(counts(as("INSERT INTO \"" + LONG + "\" VALUES (1, 'q', '%s', 7, 8)", few)))
                .containsExactly(count(LONG, 1, 0, 0));
        assertThat(counts(as("UPDATE \"" + LONG + "\" SET \"xact\" = 8, \"x\" = 9 WHERE \"a b,c\" = 1", few)))
                .containsExactly(count(LONG, 0, 1, 0));
        assertThat(counts(as("DELETE FROM \"" + LONG + "\" WHERE \"q\"\"\" = 'q'", few)))
                .containsExactly(count(LONG, 0, 0, 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leaves_of_leaves_and_rows_that_move(boolean few) {
        target.owner("TRUNCATE leafy");
        assertThat(counts(as("INSERT INTO leafy_eu_1 VALUES (1, 'eu')", few))).containsExactly(count("leafy", 1, 0, 0));
        assertThat(counts(as("INSERT INTO leafy_eu VALUES (2, 'eu')", few))).containsExactly(count("leafy", 1, 0, 0));
        // Row triggers see a row that moves go and come; to the statement it is an update.
        assertThat(counts(as("UPDATE leafy SET region = 'us' WHERE id = 1", few)))
                .containsExactly(few ? count("leafy", 1, 0, 1) : count("leafy", 0, 1, 0));
        assertThat(counts(as("UPDATE leafy_us SET id = 5 WHERE id = 1", few))).containsExactly(count("leafy", 0, 1, 0));
        assertThat(counts(as("DELETE FROM leafy_eu WHERE id = 2", few))).containsExactly(count("leafy", 0, 0, 1));
    }

    @Test
    void a_leaf_made_later_is_captured_or_refused() {
        target.owner(
                "CREATE TABLE leafy_asia PARTITION OF leafy FOR VALUES IN ('asia')",
                "GRANT ALL ON leafy_asia TO PUBLIC");
        assertThat(counts("INSERT INTO leafy VALUES (1, 'asia')")).containsExactly(count("leafy", 1, 0, 0));
        assertThat(target.refused("WITH m AS (SELECT 1) INSERT INTO leafy_asia VALUES (2, 'asia')"))
                .isEqualTo(Reason.NOT_CAPTURABLE);
        new SqlProvider().installation(target.config()).refresh();
        assertThat(counts("WITH m AS (SELECT 1) INSERT INTO leafy_asia VALUES (2, 'asia')"))
                .containsExactly(count("leafy", 1, 0, 0));
    }

    @Test
    void an_included_column_is_no_part_of_the_key() {
        assertThat(target.rows("SELECT key FROM astern.tracked WHERE table_name = 'covered'"))
                .containsExactly("({})");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_an_exception_handler_took_back_does_not_count(boolean few) {
        target.owner("TRUNCATE parent, child, grandchild", "INSERT INTO parent VALUES (1, 'a')");
        assertThat(counts(as("SELECT retry(1)", few))).containsExactly(count("parent", 0, 1, 0));
    }

    @Test
    void views_upserts_merges_and_writing_ctes() {
        target.owner("TRUNCATE parent, child, grandchild");
        assertThat(counts("INSERT INTO parents VALUES (1, 'v')")).containsExactly(count("parent", 1, 0, 0));
        assertThat(counts("INSERT INTO parent VALUES (1, 'w'), (2, 'n') ON CONFLICT (id) DO UPDATE SET name = 'w'"))
                .containsExactly(count("parent", 1, 1, 0));
        assertThat(counts("INSERT INTO parent VALUES (1, 'z') ON CONFLICT DO NOTHING"))
                .isEmpty();
        assertThat(counts("WITH a AS (INSERT INTO parent VALUES (3, 'c')), b AS (DELETE FROM parent WHERE id = 2)"
                        + " UPDATE parent SET name = 'x' WHERE id = 1"))
                .containsExactly(count("parent", 1, 1, 1));
        assertThat(counts("MERGE INTO parent p USING (VALUES (1), (4)) v(id) ON p.id = v.id"
                        + " WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (v.id, 'm')"))
                .containsExactly(count("parent", 1, 0, 1));
    }

    @Test
    void several_changes_of_one_row_count_once() {
        target.owner("TRUNCATE parent, child, grandchild");
        var performance = target.perform(
                Target.newId(),
                Target.session(),
                Map.of(
                        "statements",
                        List.of(
                                "INSERT INTO parent VALUES (1, 'a')",
                                "UPDATE parent SET name = 'b'",
                                "UPDATE parent SET name = 'c'",
                                "INSERT INTO parent VALUES (2, 'x')",
                                "DELETE FROM parent WHERE id = 2")));
        assertThat(((Performance.Committed) performance).observed().counts()).containsExactly(count("parent", 1, 0, 0));
        var back = target.perform(
                Target.newId(),
                Target.session(),
                Map.of(
                        "statements",
                        List.of("UPDATE parent SET name = 'z'", "UPDATE parent SET name = 'c' WHERE id = 1")));
        assertThat(((Performance.Committed) back).observed().counts()).containsExactly(count("parent", 0, 0, 0));
    }

    @Test
    void copy_is_captured_by_both_kinds() throws SQLException {
        for (var prefix : List.of(Roles.ROW_PREFIX, Roles.BULK_PREFIX)) {
            target.owner("TRUNCATE parent, child, grandchild");
            try (var agent = target.agent(prefix);
                    var statement = agent.createStatement()) {
                agent.setAutoCommit(false);
                agent.unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY parent FROM STDIN", new java.io.StringReader("1\ta\n2\tb\n"));
                try (var rows = statement.executeQuery("SELECT images, inserted FROM astern.observe()")) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getLong(1)).isEqualTo(2);
                    assertThat(rows.getLong(2)).isEqualTo(2);
                }
                agent.rollback();
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void inheritance_is_refused() {
        target.owner("GRANT ALL ON base, heir TO PUBLIC");
        assertThat(target.refused("INSERT INTO base VALUES (1)")).isEqualTo(Reason.CAPTURE_OUTDATED);
        assertThat(target.refused("INSERT INTO heir VALUES (1)")).isEqualTo(Reason.CAPTURE_OUTDATED);
    }

    @Test
    void a_changed_shape_is_refused_until_refresh() {
        target.owner("CREATE TABLE growing (id int PRIMARY KEY)");
        var installation = new SqlProvider().installation(target.config());
        installation.refresh();
        target.act("INSERT INTO growing VALUES (1)");
        target.owner("ALTER TABLE growing ADD COLUMN secret text");
        assertThat(target.refused("UPDATE growing SET secret = 'lost' WHERE id = 1"))
                .isEqualTo(Reason.CAPTURE_OUTDATED);
        assertThat(target.rows("SELECT * FROM growing")).containsExactly("(1,)");
        installation.refresh();
        assertThat(counts("UPDATE growing SET secret = 'kept' WHERE id = 1"))
                .containsExactly(count("growing", 0, 1, 0));
    }

    private static ResourceCount count(String table, long inserted, long updated, long deleted) {
        return new ResourceCount("public." + table, inserted, updated, deleted);
    }

    private static List<ResourceCount> counts(String sql) {
        var performance = target.perform(Target.newId(), Target.session(), Map.of("sql", sql));
        if (performance instanceof Performance.Committed committed) {
            return committed.observed().counts();
        }
        throw new AssertionError(sql + " ended as " + performance);
    }
}
