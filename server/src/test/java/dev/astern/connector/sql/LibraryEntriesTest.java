package dev.astern.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Performance;
import dev.astern.connector.UndoResult;
import dev.astern.library.RecoveryLibrary;
import dev.astern.library.entry.Entry;
import dev.astern.library.model.Filling;
import dev.astern.library.model.Kind;
import dev.astern.library.model.RecoveryStep;
import dev.astern.library.model.RecoveryStep.ByConnector.Work;
import dev.astern.library.model.Subject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the recovery library says of statements is what the connector does: each entry is run, undone and compared. */
class LibraryEntriesTest {
    private static final RecoveryLibrary LIBRARY = RecoveryLibrary.shipped();
    private static final String EXAMPLES = """
            sql-insert             | INSERT INTO orders (customer, total) VALUES (1, 5), (2, 6)
            sql-insert-on-conflict | INSERT INTO customer VALUES (1, 'x', 9), (50, 'y', 1) ON CONFLICT (id) DO UPDATE SET name = excluded.name
            sql-update             | UPDATE customer SET level = 1 WHERE id = 1; UPDATE customer SET level = level + 1
            sql-update-some        | UPDATE customer SET name = 'WITHOUT' WHERE id < 4
            sql-update-all         | UPDATE customer SET level = (SELECT max(id) FROM orders WHERE total > 1)
            sql-delete             | DELETE FROM orders WHERE id = 1; DELETE FROM orders WHERE id = 2
            sql-delete-some        | DELETE FROM customer WHERE id IN (SELECT id FROM customer WHERE level > 4)
            sql-delete-all         | DELETE FROM orders
            sql-merge              | MERGE INTO customer c USING (VALUES (1, 'm'), (60, 'n')) v (id, name) ON c.id = v.id WHEN MATCHED THEN UPDATE SET name = v.name WHEN NOT MATCHED THEN INSERT VALUES (v.id, v.name, 0)
            sql-call               | CALL tidy(3)
            sql-do                 | DO $$ BEGIN DELETE FROM orders WHERE id > 3; UPDATE customer SET level = 0; END $$
            sql-truncate           | TRUNCATE TABLE orders RESTART IDENTITY
            sql-create-table       | CREATE TABLE note (id int PRIMARY KEY, text text)
            sql-drop-table         | DROP TABLE orders
            sql-add-column         | ALTER TABLE customer ADD COLUMN extra text
            sql-rename-column      | ALTER TABLE customer RENAME COLUMN level TO grade
            sql-retype-column      | ALTER TABLE customer ALTER COLUMN level TYPE bigint
            sql-drop-column        | ALTER TABLE customer DROP COLUMN level
            sql-create-index       | CREATE INDEX by_level ON customer (level)
            sql-drop-index         | DROP INDEX by_name
            """;

    private static Target target = fresh();

    private static Target fresh() {
        return new Target(
                "CREATE TABLE customer (id int PRIMARY KEY, name text, level int)",
                "CREATE INDEX by_name ON customer (name)",
                "CREATE TABLE orders (id serial PRIMARY KEY,"
                        + " customer int REFERENCES customer ON DELETE CASCADE, total numeric)",
                "CREATE PROCEDURE tidy(most int) LANGUAGE sql AS 'DELETE FROM public.orders WHERE id > most'",
                "INSERT INTO customer SELECT g, 'n' || g, g FROM generate_series(1, 9) g",
                "INSERT INTO orders (customer, total) SELECT g, g FROM generate_series(1, 9) g");
    }

    @BeforeEach
    void renew() {
        target.close();
        target = fresh();
    }

    @AfterAll
    static void close() {
        target.close();
    }

    private static List<String> everything() {
        return List.of(
                rows("customer"),
                rows("orders"),
                target.rows("SELECT tablename || '.' || indexname FROM pg_indexes WHERE schemaname = 'public'")
                        .toString(),
                target.rows("SELECT table_name || '.' || column_name || '.' || data_type"
                                + " FROM information_schema.columns WHERE table_schema = 'public'")
                        .toString());
    }

    /** By column names, as a column may come back at another place. */
    private static String rows(String table) {
        boolean there = target.rows("SELECT to_regclass('public." + table + "') IS NOT NULL")
                .contains("(t)");
        return there
                ? target.rows("SELECT to_jsonb(t) FROM public." + table + " t").toString()
                : "none";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = EXAMPLES)
    void it_is_found_classed_run_and_taken_back(String id, String sql) {
        var operation = target.operation("run_sql", Map.of("sql", sql));
        var subject = Subject.SqlSubject.of(operation);
        var match = LIBRARY.find(subject).orElseThrow();
        assertThat(match.entry().id()).isEqualTo(id);
        assertThat(match.preCapture()).isEqualTo(own(Work.CAPTURE));
        assertThat(match.compensation("")).isEqualTo(own(Work.RESTORE));

        var classed = match.entry().classed();
        assertThat(classed.reversibility()).isEqualTo(operation.reversibility());
        assertThat(LIBRARY.classify(subject).reversibility()).isEqualTo(operation.reversibility());
        assertThat(LIBRARY.classify(subject).tier()).isGreaterThanOrEqualTo(operation.tier());

        var before = everything();
        var action = target.act(sql);
        assertThat(everything()).as("it changes something").isNotEqualTo(before);
        assertThat(target.undo(action).counts()).isNotEmpty().allMatch(count -> count.result() == UndoResult.RESTORED);
        assertThat(everything()).isEqualTo(before);
    }

    /** The rows that were really touched say no more than the entry does. Structure says it before it runs. */
    @Test
    void entries_for_rows_are_no_milder_than_what_is_observed() {
        EXAMPLES.lines().map(line -> line.split("\\|", 2)).forEach(example -> {
            var entry = LIBRARY.entry(example[0].strip()).orElseThrow();
            if (!entry.id().matches("sql-(insert|update|delete|merge|call|do).*")) {
                return;
            }
            renew();
            var performance = target.perform(Target.newId(), Target.session(), Map.of("sql", example[1].strip()));
            assertThat(performance).as(entry.id()).isInstanceOfSatisfying(Performance.Committed.class, committed -> {
                var observed = committed.observed();
                assertThat(observed.total()).isPositive();
                assertThat(entry.classed().reversibility()).isEqualTo(observed.reversibility());
                assertThat(entry.classed().tier()).isGreaterThanOrEqualTo(observed.tier());
            });
        });
    }

    @Test
    void every_entry_for_sql_is_run() {
        assertThat(EXAMPLES.lines().map(line -> line.split("\\|")[0].strip()))
                .containsExactlyElementsOf(LIBRARY.entries().stream()
                        .filter(entry -> entry.shape().kind() == Kind.SQL)
                        .map(Entry::id)
                        .toList());
    }

    private static Filling own(Work work) {
        return new Filling.Filled(new RecoveryStep.ByConnector(work));
    }
}
