package dev.astern.connector.sql.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Reason;
import dev.astern.connector.SessionRef;
import dev.astern.connector.UndoResult;
import dev.astern.connector.sql.Kept;
import dev.astern.connector.sql.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random rows of random persons, random writes of an agent, some persons erased, all undone: nothing that named the erased
 * is left of what is kept, what was never theirs is back to the byte, and what was only theirs is as the agent left it.
 */
class RandomErasureTest {
    private static final int CASES = Integer.getInteger("astern.cases", 10);
    private static final long FIRST = Long.getLong("astern.seed", 1);
    private static final int PERSONS = 5;
    private static final String ROWS = "SELECT id, mail, words, num, f, doc, extra FROM customer";
    private static final String KEPT_ROWS = "SELECT id, mail, words, num, f, doc FROM customer";
    private static final String NOTES = "SELECT about, words FROM note";
    private static final String ASIDE = "SELECT * FROM aside";

    @Test
    void the_erased_are_gone_and_all_others_come_back() {
        for (long seed = FIRST; seed < FIRST + CASES; seed++) {
            try {
                new Case(seed).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /** In every value of whoever it is, and in nobody else's. */
    private static String tag(int person) {
        return "Zq" + person + "qZ";
    }

    private static String mail(int person) {
        return tag(person) + "@x";
    }

    /** A row, who it is of now, and who it was of in what the agent did. */
    private static final class Row {
        private final int id;
        private int whose;
        private final Set<Integer> was = new HashSet<>();

        private Row(int id, int whose) {
            this.id = id;
            this.whose = whose;
        }

        private int touch() {
            was.add(whose);
            return id;
        }
    }

    private record State(List<String> rows, List<String> notes, List<String> aside) {
        static State of(Target target) {
            return new State(target.rows(ROWS), target.rows(NOTES), target.rows(ASIDE));
        }
    }

    private static final class Case {
        private final Random random;
        private final List<Row> rows = new ArrayList<>();
        private final List<Row> deleted = new ArrayList<>();
        private final List<String> actions = new ArrayList<>();
        private final SessionRef session = Target.session();

        private Case(long seed) {
            random = new Random(seed);
        }

        private void run() {
            var persons = Map.of("persons", "public.customer.mail,public.note.about,public.aside.mail");
            try (var target = new Target(persons, schema())) {
                rows.forEach(row -> row.was.clear());
                var before = State.of(target);
                act(target);
                var left = target.rows(KEPT_ROWS);
                var leftNotes = target.rows(NOTES);
                var erased = Set.copyOf(List.of(person(), PERSONS));
                for (int person : erased) {
                    target.erase(mail(person));
                    assertThat(Kept.texts(target)).noneMatch(text -> text.contains(tag(person)));
                }
                var report = target.undo(actions.toArray(String[]::new));
                assertThat(report.items().stream().filter(item -> item.reason() == Reason.ERASED))
                        .allMatch(item -> item.fields().isEmpty() && item.result() == UndoResult.CANNOT);
                var now = State.of(target);
                compare(before.rows(), left, now.rows(), target.rows(KEPT_ROWS), erased);
                assertThat(others(now.notes(), erased)).isEqualTo(others(before.notes(), erased));
                assertThat(theirs(now.notes(), erased)).isEqualTo(theirs(leftNotes, erased));
                assertThat(others(now.aside(), erased)).isEqualTo(others(before.aside(), erased));
            }
        }

        private String[] schema() {
            var schema = new ArrayList<>(List.of(
                    "CREATE TABLE customer (id int PRIMARY KEY, mail text, words text, num numeric, f float8, doc json,"
                            + " extra text)",
                    "CREATE TABLE note (about text, words text)",
                    "CREATE TABLE aside (id int PRIMARY KEY, mail varchar(40), words text)"));
            for (int i = 0; i < 20; i++) {
                schema.add(insert());
                int whom = person();
                schema.add("INSERT INTO note VALUES ('" + mail(whom) + "', '" + tag(whom) + random.nextInt(3) + "')");
                schema.add("INSERT INTO aside VALUES (" + i + ", '" + mail(whom) + "', 'a-" + tag(whom) + "')");
            }
            return schema.toArray(String[]::new);
        }

        private void act(Target target) {
            int count = 3 + random.nextInt(8);
            for (int i = 0; i < count; i++) {
                var statements = new ArrayList<String>();
                int length = 1 + random.nextInt(3);
                for (int s = 0; s < length; s++) {
                    statements.add(statement());
                }
                actions.add(target.act(session, statements.toArray(String[]::new)));
            }
            actions.add(target.act(session, "UPDATE note SET words = words || '" + random.nextInt(9) + "' WHERE true"));
            if (random.nextBoolean()) {
                actions.add(
                        target.act(session, "DELETE FROM note WHERE about > '" + mail(random.nextInt(PERSONS)) + "'"));
            }
            if (random.nextInt(3) == 0) {
                actions.add(target.act(session, "DROP TABLE aside"));
            }
            if (random.nextInt(3) == 0) {
                rows.forEach(Row::touch);
                actions.add(target.act(session, "ALTER TABLE customer DROP COLUMN extra"));
            }
        }

        /** 0 to {@link #PERSONS}, the last of whom is always erased. */
        private int person() {
            return random.nextInt(PERSONS + 1);
        }

        private String insert() {
            var row = new Row(rows.size() + deleted.size() + 1, person());
            rows.add(row);
            return "INSERT INTO customer VALUES (" + row.touch() + ", " + values(row.whose) + ")";
        }

        private String values(int whom) {
            return "'" + mail(whom) + "', 'w-" + tag(whom) + random.nextInt(9) + "', " + pick("1.50", "1.5", "NULL")
                    + ", " + pick("'-0'", "0", "'NaN'") + ", " + pick("'{\"a\": 1}'", "'{\"a\":1}'", "NULL")
                    + ", 'e-" + tag(whom) + "'";
        }

        private String pick(String... of) {
            return of[random.nextInt(of.length)];
        }

        private String statement() {
            if (rows.isEmpty()) {
                return insert();
            }
            var row = rows.get(random.nextInt(rows.size()));
            return switch (random.nextInt(6)) {
                case 0 -> insert();
                case 1 -> {
                    rows.remove(row);
                    deleted.add(row);
                    yield "DELETE FROM customer WHERE id = " + row.touch();
                }
                case 2 -> {
                    row.touch();
                    row.whose = person();
                    yield "UPDATE customer SET (mail, words, num, f, doc, extra) = (SELECT a, b, c::numeric, d::float8,"
                            + " e::json, g FROM (VALUES (" + values(row.whose)
                            + ")) v (a, b, c, d, e, g)) WHERE id = " + row.touch();
                }
                case 3 -> {
                    rows.stream().filter(r -> r.id >= row.id).forEach(Row::touch);
                    yield "UPDATE customer SET num = coalesce(num, 0) + 1.10 WHERE id >= " + row.id;
                }
                default ->
                    "UPDATE customer SET words = words || '" + random.nextInt(9) + "', f = " + pick("'-0'", "0", "1.5")
                            + " WHERE id = " + row.touch();
            };
        }

        /** A row that was whose it was not all the time is somewhere in between, and nothing is said of it. */
        private void compare(
                List<String> before, List<String> left, List<String> now, List<String> nowKept, Set<Integer> erased) {
            var all = new ArrayList<>(rows);
            all.addAll(deleted);
            for (var row : all) {
                long of = row.was.stream().filter(erased::contains).count();
                if (of == 0) {
                    assertThat(ofRow(now, row)).as("row " + row.id).isEqualTo(ofRow(before, row));
                } else if (of == row.was.size()) {
                    assertThat(ofRow(nowKept, row)).as("erased row " + row.id).isEqualTo(ofRow(left, row));
                }
            }
        }

        private static List<String> ofRow(List<String> rows, Row row) {
            return rows.stream()
                    .filter(text -> text.startsWith("(" + row.id + ","))
                    .toList();
        }

        private static List<String> others(List<String> rows, Set<Integer> erased) {
            return rows.stream()
                    .filter(row -> erased.stream().noneMatch(person -> row.contains(tag(person))))
                    .toList();
        }

        private static List<String> theirs(List<String> rows, Set<Integer> erased) {
            return rows.stream()
                    .filter(row -> erased.stream().anyMatch(person -> row.contains(tag(person))))
                    .toList();
        }
    }
}
