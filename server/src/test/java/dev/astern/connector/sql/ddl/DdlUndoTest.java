package dev.astern.connector.sql.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Performance;
import dev.astern.connector.Reason;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.connector.UndoResult;
import dev.astern.connector.testkit.TestExecution;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each form is done and taken back, and the catalog and all rows are compared with what they were. */
class DdlUndoTest {
    private static final String[] SHOP = {
        "CREATE TABLE customer (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL,"
                + " mail text UNIQUE, level int DEFAULT 1 CHECK (level > 0), note json, price numeric(10,2))",
        "CREATE TABLE \"order\" (id serial PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customer ON DELETE CASCADE,"
                + " state varchar(20) DEFAULT 'new' NOT NULL, total numeric(12,2), doubled numeric GENERATED ALWAYS AS (total * 2) STORED)",
        "CREATE TABLE line (order_id int REFERENCES \"order\", no int, what text, PRIMARY KEY (order_id, no))",
        "CREATE TABLE log (at text, what text)",
        "CREATE INDEX order_state ON \"order\" (state) WHERE total > 0",
        "CREATE INDEX customer_name ON customer (lower(name), level DESC)",
        "COMMENT ON INDEX customer_name IS 'it''s by name'",
        "COMMENT ON COLUMN customer.level IS 'how much'",
        "COMMENT ON TABLE \"order\" IS 'orders'",
        "COMMENT ON CONSTRAINT line_order_id_fkey ON line IS 'whose'",
        "CREATE STATISTICS customer_stat ON name, level FROM customer",
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := NEW.name || '!'; RETURN NEW; END $$",
        "CREATE TRIGGER touch BEFORE UPDATE ON customer FOR EACH ROW EXECUTE FUNCTION touch()",
        "INSERT INTO customer (name, mail, level, note, price) SELECT 'n' || g, 'm' || g, g, '{\"a\":1, \"a\":2}', g / 3.0"
                + " FROM generate_series(1, 20) g",
        "INSERT INTO \"order\" (customer_id, total) SELECT g, g * 1.5 FROM generate_series(1, 20) g",
        "INSERT INTO line SELECT g, 1, 'x' FROM generate_series(1, 20) g",
        "INSERT INTO log VALUES ('a', 'x'), ('a', 'x'), ('a', 'y'), (NULL, NULL), ('', NULL)",
        "GRANT SELECT, INSERT ON customer TO PUBLIC",
        "GRANT UPDATE (level) ON customer TO PUBLIC",
    };

    private static final String[] CONTENTS = {
        "SELECT id, name, mail, level, note, price FROM customer ORDER BY id",
        "SELECT id, customer_id, state, total, doubled FROM \"order\" ORDER BY id",
        "SELECT order_id, no, what FROM line ORDER BY 1, 2",
        "SELECT at, what FROM log ORDER BY 1, 2",
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (id serial PRIMARY KEY, a int REFERENCES \"order\" DEFERRABLE, b text CHECK (b <> '') UNIQUE)",
                "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, a text DEFAULT upper('x'), b timestamptz DEFAULT now())",
                "CREATE TABLE IF NOT EXISTS \"Odd \"\"name\" (\"a b\" int[])",
                "DROP TABLE line",
                "DROP TABLE log",
                "DROP TABLE IF EXISTS nothing, log",
                "DROP TABLE \"order\" CASCADE",
                "DROP TABLE customer CASCADE",
                "DROP TABLE line, \"order\"",
                "DROP TABLE customer, line, \"order\"",
                "ALTER TABLE customer ADD COLUMN extra text DEFAULT 'x' NOT NULL",
                "ALTER TABLE customer ADD COLUMN IF NOT EXISTS extra uuid DEFAULT gen_random_uuid() UNIQUE",
                "ALTER TABLE customer ADD extra serial",
                "ALTER TABLE log ADD extra int REFERENCES \"order\"",
                "ALTER TABLE customer DROP COLUMN name",
                "ALTER TABLE customer DROP COLUMN mail, DROP level, DROP COLUMN IF EXISTS nothing",
                "ALTER TABLE customer DROP COLUMN note",
                "ALTER TABLE customer DROP COLUMN id CASCADE",
                "ALTER TABLE \"order\" DROP COLUMN state",
                "ALTER TABLE \"order\" DROP COLUMN doubled",
                "ALTER TABLE \"order\" DROP COLUMN customer_id",
                "ALTER TABLE \"order\" DROP COLUMN id CASCADE",
                "ALTER TABLE line DROP COLUMN no",
                "ALTER TABLE log DROP COLUMN what",
                "ALTER TABLE log DROP COLUMN at, DROP COLUMN what",
                "ALTER TABLE customer RENAME COLUMN name TO \"full name\"",
                "ALTER TABLE line RENAME no TO position",
                "ALTER TABLE customer ALTER COLUMN level TYPE bigint",
                "ALTER TABLE line ALTER what TYPE varchar(30) USING 'so ' || what",
                "ALTER TABLE line ALTER what TYPE text USING 'so ' || what",
                "ALTER TABLE line ALTER what TYPE text USING 'so ' || what, DROP COLUMN no",
                "ALTER TABLE customer ALTER level TYPE int USING level + 1, ALTER note TYPE jsonb, DROP COLUMN id CASCADE",
                "ALTER TABLE customer ALTER price TYPE int",
                "ALTER TABLE log ALTER what TYPE int USING length(what)",
                "ALTER TABLE \"order\" ALTER state TYPE text",
                "ALTER TABLE customer ALTER note TYPE jsonb",
                "ALTER TABLE customer ALTER id TYPE int",
                "ALTER TABLE log ALTER what TYPE varchar(5)",
                "ALTER TABLE line ALTER no TYPE bigint",
                "CREATE INDEX ON customer (price)",
                "CREATE UNIQUE INDEX IF NOT EXISTS u ON customer USING btree (mail DESC) INCLUDE (name) WHERE level > 3",
                "CREATE INDEX g ON log USING hash ((lower(what)))",
                "DROP INDEX customer_name",
                "DROP INDEX order_state, customer_name",
            })
    void each_form_is_taken_back_to_the_last_word(String sql) {
        var f = shared();
        taken = null;
        takenBack(f, sql);
        taken = f;
    }

    /** One database serves all forms, as each leaves it as it was; after a failure the next begins afresh. */
    private static @Nullable DdlFixture taken;

    private static DdlFixture shared() {
        DdlFixture known = taken;
        return known == null ? new DdlFixture(SHOP) : known;
    }

    private static void takenBack(DdlFixture f, String sql) {
        var before = f.catalog();
        var rows = contents(f);
        var all = contents(f, before);
        String action = f.does(sql);
        var after = f.catalog();
        var changed = contents(f, after);
        assertThat(after.equals(before) && changed.equals(all))
                .as("nothing changed")
                .isFalse();
        f.undoesWholly(action);
        assertThat(f.catalog()).isEqualTo(before);
        assertThat(contents(f)).isEqualTo(rows);

        String undo = f.lastAction();
        f.undoesWholly(undo);
        assertThat(f.catalog()).as("the undo undone").isEqualTo(after);
        assertThat(contents(f, after)).as("the undo undone").isEqualTo(changed);

        f.undoesWholly(action);
        assertThat(f.catalog()).as("undone once more").isEqualTo(before);
        assertThat(contents(f)).isEqualTo(rows);
        assertThat(f.undoes(action).count(UndoResult.ALREADY_BACK)).isPositive();
    }

    @Test
    void a_dropped_table_is_gone_for_everyone_and_its_views_come_back() {
        var f = new DdlFixture(SHOP);
        f.asOwner(
                "CREATE VIEW v WITH (security_barrier) AS SELECT id, name FROM customer",
                "CREATE VIEW w AS SELECT * FROM v",
                "CREATE MATERIALIZED VIEW m AS SELECT * FROM w",
                "GRANT SELECT ON v TO PUBLIC");
        var before = f.catalog();
        assertThat(failure(f, "DROP TABLE customer").reason()).isEqualTo(Reason.STATEMENT_FAILED);
        assertThat(f.catalog()).isEqualTo(before);
        String action = f.does("DROP TABLE customer CASCADE");
        assertThat(f.catalog().keySet()).noneMatch(k -> k.contains("customer") && !k.endsWith("customer_id"));
        assertThat(f.catalog().keySet()).doesNotContain("view public.v", "view public.w", "matview public.m");
        f.asOwner(
                "DELETE FROM \"order\" WHERE id = 20 AND false",
                "CREATE INDEX customer_name ON log (at)",
                "DROP INDEX customer_name");
        f.undoesWholly(action);
        assertThat(f.catalog()).isEqualTo(before);
        assertThat(f.rows("SELECT count(*) FROM w")).containsExactly("(20)");
        assertThat(f.rows("SELECT count(*) FROM m")).containsExactly("(20)");
    }

    @Test
    void what_cascade_would_take_and_could_not_be_brought_back_is_refused() {
        var f = new DdlFixture(SHOP);
        f.asOwner(
                "CREATE FUNCTION f(c customer) RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE VIEW lv AS SELECT what FROM log");
        assertThat(failure(f, "DROP TABLE customer CASCADE").reason()).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(failure(f, "ALTER TABLE log DROP COLUMN what CASCADE").reason())
                .isEqualTo(Reason.NOT_ALLOWED);
    }

    @Test
    void an_undo_that_is_cleared_too_late_takes_nothing_back() {
        var f = new DdlFixture(SHOP);
        String action = f.does("DROP TABLE log");
        var late = TestExecution.late(f.nextAction());
        assertThat(f.undo.undo(f.request(OnConflict.KEEP, action), late, List.of(action)))
                .isInstanceOfSatisfying(
                        UndoPerformance.NotApplied.class,
                        not -> assertThat(not.problem().reason()).isEqualTo(Reason.STORE_UNREACHABLE));
        assertThat(f.catalog()).doesNotContainKey("table public.log");
        f.undoesWholly(action);
    }

    @Test
    void a_taken_name_is_kept() {
        var f = new DdlFixture(SHOP);
        String action = f.does("DROP TABLE log");
        f.asOwner("CREATE TABLE log (other int)");
        assertThat(only(f.undoes(OnConflict.RESTORE, action)).reason()).isEqualTo(Reason.KEY_TAKEN);
        assertThat(f.rows("SELECT count(other) FROM log")).containsExactly("(0)");
        f.asOwner("DROP TABLE log");
        f.undoesWholly(action);
        assertThat(f.rows("SELECT count(*) FROM log")).containsExactly("(5)");
    }

    @Test
    void a_taken_index_name_is_kept_and_nothing_half_done() {
        var f = new DdlFixture(SHOP);
        String action = f.does("DROP TABLE line");
        f.asOwner("CREATE TABLE line_pkey (x int)");
        assertThat(only(f.undoes(action)).reason()).isEqualTo(Reason.KEY_TAKEN);
        assertThat(f.catalog()).doesNotContainKey("table public.line");
    }

    @Test
    void a_foreign_key_that_no_longer_holds_is_said() {
        var f = new DdlFixture(SHOP);
        String action = f.does("DROP TABLE line");
        f.asOwner("DELETE FROM \"order\" WHERE id = 3");
        UndoItem item = only(f.undoes(action));
        assertThat(item.result()).isEqualTo(UndoResult.KEPT);
        assertThat(item.reason()).isEqualTo(Reason.PARENT_MISSING);
        assertThat(item.fields())
                .filteredOn(x -> x.result() == UndoResult.KEPT)
                .extracting(UndoItem.Field::name)
                .containsExactly("constraint public.line.line_order_id_fkey");
        assertThat(f.catalog().get("constraint public.line.line_order_id_fkey")).contains("NOT VALID");
        assertThat(f.rows("SELECT count(*) FROM line")).containsExactly("(20)");
    }

    @Test
    void a_table_that_others_filled_is_kept_unless_chosen() {
        var f = new DdlFixture(SHOP);
        String action = f.does("CREATE TABLE t (a int)");
        f.asOwner("INSERT INTO t VALUES (1)");
        assertThat(only(f.undoes(action)).reason()).isEqualTo(Reason.ROW_CHANGED_SINCE_INSERT);
        assertThat(f.rows("SELECT a FROM t")).containsExactly("(1)");
        assertThat(only(f.undoes(OnConflict.RESTORE, action)).result()).isEqualTo(UndoResult.RESTORED);
        f.undoesWholly(f.lastAction());
        assertThat(f.rows("SELECT a FROM t")).containsExactly("(1)");
    }

    @Test
    void a_table_that_others_refer_to_or_changed_is_kept() {
        var f = new DdlFixture(SHOP);
        String action = f.does("CREATE TABLE t (a int PRIMARY KEY)");
        f.asOwner("CREATE TABLE theirs (a int REFERENCES t)");
        assertThat(only(f.undoes(action)).reason()).isEqualTo(Reason.REFERENCED_BY_OTHERS);
        f.asOwner("DROP TABLE theirs", "ALTER TABLE t ADD COLUMN b int");
        assertThat(only(f.undoes(action)).reason()).isEqualTo(Reason.REFERENCED_BY_OTHERS);
        f.asOwner("ALTER TABLE t DROP COLUMN b");
        f.undoesWholly(action);
    }

    @Test
    void a_column_that_others_filled_is_kept_unless_chosen() {
        var f = new DdlFixture(SHOP);
        String action = f.does("ALTER TABLE log ADD COLUMN extra text DEFAULT 'd'");
        f.asOwner("INSERT INTO log (at) VALUES ('mine')", "UPDATE log SET what = 'z' WHERE at IS NULL");
        String other = f.does("ALTER TABLE customer ADD COLUMN extra int");
        f.asOwner("UPDATE customer SET extra = 5 WHERE id = 1");
        assertThat(only(f.undoes(other)).reason()).isEqualTo(Reason.SAME_FIELD_CHANGED);
        f.undoesWholly(action);
        assertThat(only(f.undoes(OnConflict.RESTORE, other)).result()).isEqualTo(UndoResult.RESTORED);
        f.undoesWholly(f.lastAction());
        assertThat(f.rows("SELECT extra FROM customer WHERE id = 1")).containsExactly("(5)");
    }

    @Test
    void rows_come_and_go_while_a_column_is_away() {
        var f = new DdlFixture(SHOP);
        String action = f.does("ALTER TABLE customer DROP COLUMN level");
        f.asOwner(
                "DELETE FROM line WHERE order_id = 7",
                "DELETE FROM customer WHERE id = 7",
                "INSERT INTO customer (name) VALUES ('new')",
                "UPDATE customer SET price = 99 WHERE id = 8");
        UndoReport report = f.undoesWholly(action);
        assertThat(report.notes()).anyMatch(n -> n.startsWith("1 saved values"));
        assertThat(f.rows("SELECT level FROM customer WHERE id IN (8, 9, 21) ORDER BY id"))
                .containsExactly("(8)", "(9)", "(1)");
        assertThat(f.rows("SELECT price, name FROM customer WHERE id = 8")).containsExactly("(99.00,n8!)");
    }

    @Test
    void not_null_that_no_longer_holds_is_said() {
        var f = new DdlFixture(SHOP);
        String action = f.does("ALTER TABLE customer DROP COLUMN name");
        f.asOwner("INSERT INTO customer (mail, level) VALUES ('x', 1)");
        UndoItem item = only(f.undoes(action));
        assertThat(item.result()).isEqualTo(UndoResult.KEPT);
        assertThat(item.reason()).isEqualTo(Reason.SAME_FIELD_CHANGED);
        assertThat(f.rows("SELECT name FROM customer WHERE id < 3 ORDER BY id")).containsExactly("(n1)", "(n2)");
    }

    @Test
    void values_that_people_wrote_in_the_new_type_are_theirs() {
        var f = new DdlFixture(SHOP);
        String action = f.does("ALTER TABLE customer ALTER price TYPE int");
        f.asOwner(
                "UPDATE customer SET price = 1000 WHERE id = 1", "INSERT INTO customer (name, price) VALUES ('p', 77)");
        f.undoesWholly(action);
        assertThat(f.rows("SELECT price FROM customer WHERE id IN (1, 2, 21) ORDER BY id"))
                .containsExactly("(1000.00)", "(0.67)", "(77.00)");
        String text = f.does("ALTER TABLE customer ALTER price TYPE text");
        f.asOwner("UPDATE customer SET price = 'dear' WHERE id = 1");
        UndoItem item = only(f.undoes(text));
        assertThat(item.result()).isEqualTo(UndoResult.KEPT);
        assertThat(f.rows("SELECT price FROM customer WHERE id = 1")).containsExactly("(dear)");
        assertThat(only(f.undoes(OnConflict.RESTORE, text)).result()).isEqualTo(UndoResult.RESTORED);
        assertThat(f.rows("SELECT price FROM customer WHERE id = 1")).containsExactly("(1000.00)");
    }

    /** It can't be NULL for a moment, as other columns can, while it changes. */
    @Test
    void a_key_column_whose_values_can_not_be_read_as_the_old_type_is_kept() {
        var f = new DdlFixture(SHOP);
        String action = f.does("ALTER TABLE line ALTER no TYPE text USING 'no ' || no");
        assertThat(only(f.undoes(action)).result()).isEqualTo(UndoResult.KEPT);
        assertThat(f.rows("SELECT no FROM line WHERE order_id = 1")).containsExactly("(\"no 1\")");
    }

    @Test
    void a_unique_index_that_no_longer_holds_is_kept_away() {
        var f = new DdlFixture(SHOP);
        f.asOwner("CREATE UNIQUE INDEX u ON log (what) WHERE what = 'y'");
        String action = f.does("DROP INDEX u");
        f.asOwner("INSERT INTO log VALUES ('b', 'y')");
        UndoItem item = only(f.undoes(action));
        assertThat(item.result()).isEqualTo(UndoResult.KEPT);
        assertThat(item.reason()).isEqualTo(Reason.UNIQUE_TAKEN);
    }

    @Test
    void several_actions_are_taken_back_together() {
        var f = new DdlFixture(SHOP);
        var before = f.catalog();
        var rows = contents(f);
        String a = f.does("ALTER TABLE customer ADD COLUMN t text DEFAULT 'x'", "CREATE INDEX i ON customer (t)");
        String b = f.does("ALTER TABLE customer RENAME t TO u", "ALTER TABLE customer ALTER u TYPE varchar(9)");
        String c = f.does("DROP INDEX i", "DROP TABLE customer CASCADE");
        String d = f.does("CREATE TABLE customer (x int)", "DROP TABLE customer");
        f.undoesWholly(a, b, c, d);
        assertThat(f.catalog()).isEqualTo(before);
        assertThat(contents(f)).isEqualTo(rows);
    }

    @Test
    void a_rehearsal_leaves_nothing_and_sees_the_same() {
        var f = new DdlFixture(SHOP);
        var before = f.catalog();
        var rehearsed = (Performance.RolledBack)
                f.tries("r", true, "ALTER TABLE customer DROP COLUMN level", "DROP TABLE line");
        assertThat(f.catalog()).isEqualTo(before);
        assertThat(f.rows("SELECT * FROM astern.structure")).isEmpty();
        var done = (Performance.Committed) f.tries("d", "ALTER TABLE customer DROP COLUMN level", "DROP TABLE line");
        assertThat(done.observed().digest()).isEqualTo(rehearsed.observed().digest());
        assertThat(done.observed().sample()).isNotEmpty();
        assertThat(f.tries("d", "DROP TABLE log")).as("the same action twice").isInstanceOf(Performance.Failed.class);
    }

    @Test
    void a_failing_statement_leaves_nothing_of_its_action() {
        var f = new DdlFixture(SHOP);
        var before = f.catalog();
        assertThat(failure(f, "DROP TABLE log", "CREATE UNIQUE INDEX u ON customer (note)")
                        .reason())
                .isEqualTo(Reason.STATEMENT_INVALID);
        assertThat(f.catalog()).isEqualTo(before);
        assertThat(f.rows("SELECT * FROM astern.fence")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE astern.fence",
                "CREATE TABLE pg_catalog.x (a int)",
                "CREATE TABLE astern_trash.x (a int)",
                "CREATE TABLE t (a text DEFAULT pg_read_file('/etc/passwd'))",
                "CREATE TABLE t (a text DEFAULT current_setting('x'))",
                "CREATE TABLE t (a xml DEFAULT database_to_xml(true, true, ''))",
                "CREATE TABLE t (a int DEFAULT evil())",
                "CREATE TABLE t (a int CHECK (now() > '2020-01-01'))",
                "CREATE TABLE t (a bigint DEFAULT nextval('order_id_seq'))",
                "CREATE INDEX i ON log ((evil(at)))",
                "ALTER TABLE log ALTER what TYPE text USING set_config('x', 'y', true)",
            })
    void what_reaches_further_is_refused(String sql) {
        var f = shared();
        taken = f;
        f.asOwner("CREATE OR REPLACE FUNCTION evil() RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1'");
        assertThat(failure(f, sql).reason()).isEqualTo(Reason.NOT_ALLOWED);
    }

    @Test
    void an_emptied_table_s_identity_goes_back_unless_numbers_were_handed_out() {
        var f = new DdlFixture(SHOP);
        String action = f.does("TRUNCATE line, \"order\" RESTART IDENTITY");
        assertThat(f.rows("SELECT last_value FROM order_id_seq")).containsExactly("(1)");
        f.undoesWholly(action);
        assertThat(f.rows("SELECT last_value, is_called FROM order_id_seq")).containsExactly("(21,f)");
        String again = f.does("TRUNCATE customer RESTART IDENTITY CASCADE");
        f.asOwner("INSERT INTO customer (name) VALUES ('first')");
        assertThat(f.undoes(again).items())
                .extracting(UndoItem::result)
                .containsExactlyInAnyOrder(UndoResult.KEPT, UndoResult.RESTORED);
    }

    private static UndoItem only(UndoReport report) {
        assertThat(report.items()).hasSize(1);
        return report.items().getFirst();
    }

    private static dev.astern.connector.Problem failure(DdlFixture f, String... sql) {
        Performance performance = f.tries(f.nextAction(), sql);
        assertThat(performance).isInstanceOf(Performance.Failed.class);
        return ((Performance.Failed) performance).problem();
    }

    /** The rows of the tables that are there, whatever their columns. */
    private static List<List<String>> contents(DdlFixture f, Map<String, String> catalog) {
        return Stream.of("customer", "\"order\"", "line", "log")
                .filter(table -> catalog.containsKey("table public." + table.replace("\"", "")))
                .map(table -> f.rows("SELECT to_jsonb(t)::text FROM " + table + " t ORDER BY 1"))
                .toList();
    }

    private static String contents(DdlFixture f) {
        return Stream.of(CONTENTS).map(q -> f.rows(q).toString()).toList().toString();
    }
}
