package dev.astern.connector.sql.ddl;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Erases one person's rows from tables that were moved aside, and the person's values from columns that were: what comes
 * back later comes back without them, and the undo's report says how many.
 */
public final class KeptErasure {
    private final Db db;
    private final Person person;

    public KeptErasure(Connection connection, Person person) {
        this.db = new Db(connection);
        this.person = person;
    }

    /** Whom it is about. */
    public interface Person {
        String name();

        /** Numbers of the table's columns that say whom a row is about. */
        Set<Integer> numbers(long rel);

        /** Names of such columns. */
        Set<String> names(String schema, String table);

        /** SQL of queries for the keys, as text, of rows of the table that are known to be about the person. */
        List<String> keys(long rel, List<String> columns);
    }

    /** @param action of the step that moved it aside */
    public record Found(long step, String action, long rows) {}

    public List<Found> find() throws SQLException {
        var found = new ArrayList<Found>();
        for (Step step : StructureStore.keeping(db)) {
            Place place = place(step);
            if (place != null && !place.condition().isEmpty()) {
                long rows = count(place);
                if (rows > 0) {
                    found.add(new Found(step.id(), step.action().replaceFirst("/.*", ""), rows));
                }
            }
        }
        return found;
    }

    public void erase(Found found) throws SQLException {
        Step step = StructureStore.keeping(db).stream()
                .filter(s -> s.id() == found.step())
                .findFirst()
                .orElseThrow();
        Place place = Objects.requireNonNull(place(step), "a place with rows");
        if (step.kind() == StepKind.TABLE_REMOVED) {
            new MovedRows(db, step.rel(), Objects.requireNonNull(step.kept())).without(() -> delete(place));
        } else {
            delete(place);
        }
        if (count(place) > 0) {
            throw Problem.of(Reason.VERIFY_FAILED, "rows of " + step.resource() + " that were moved aside did not go")
                    .toException();
        }
        StructureStore.erased(db, step.id(), found.rows());
    }

    /** @param condition of rows {@code s}; empty where nothing says whom a row is about */
    private record Place(String table, String condition) {}

    private long count(Place place) throws SQLException {
        return db.count("SELECT count(*) FROM " + place.table() + " s WHERE " + place.condition());
    }

    private void delete(Place place) throws SQLException {
        db.run("DELETE FROM " + place.table() + " s WHERE " + place.condition());
    }

    private @Nullable Place place(Step step) throws SQLException {
        String kept = Objects.requireNonNull(step.kept(), "kept");
        Relation table = Relation.byOid(db, step.rel());
        if (step.kind() == StepKind.TABLE_REMOVED) {
            return table != null && table.schema().equals(kept)
                    ? new Place(table.sql(), any(rowIsAbout(step, "s")))
                    : null;
        }
        String home = Names.quote("astern_trash", kept);
        boolean there = db.count("SELECT count(*) WHERE to_regclass(?) IS NOT NULL", home) > 0;
        return there ? new Place(home, any(valueIsAbout(step, table, home))) : null;
    }

    private static String any(List<String> conditions) {
        return conditions.isEmpty() ? "" : conditions.stream().collect(Collectors.joining(" OR ", "(", ")"));
    }

    /** For rows of the table itself, wherever it is. */
    private List<String> rowIsAbout(Step step, String alias) throws SQLException {
        return columns(step).stream()
                .map(column -> isPerson(alias + "." + Names.quote(column)))
                .toList();
    }

    private List<String> columns(Step step) throws SQLException {
        return db.list(
                """
                SELECT a.attname FROM pg_attribute a
                 WHERE a.attrelid = ?::bigint::oid AND a.attnum > 0 AND NOT a.attisdropped
                   AND (a.attnum = ANY (?) OR a.attname = ANY (?))""",
                r -> r.getString(1),
                step.rel(),
                person.numbers(step.rel()).toArray(Integer[]::new),
                person.names(step.schema(), step.table()).toArray(String[]::new));
    }

    private String isPerson(String value) {
        return "(" + value + "::text COLLATE \"C\") = " + Names.literal(person.name());
    }

    /** For saved values: by themselves, by their key, by their row as it is now, or as an image shows it. */
    private List<String> valueIsAbout(Step step, @Nullable Relation table, String home) throws SQLException {
        var named = person.names(step.schema(), step.table());
        var now = table == null ? List.<String>of() : columns(step);
        var conditions = new ArrayList<String>();
        String column = Objects.requireNonNullElse(step.name(), "");
        if (named.contains(column) || now.contains(column)) {
            conditions.add(isPerson("s.old"));
            if (has(home, "new")) {
                conditions.add(isPerson("s.new"));
            }
        }
        Matching matching = Matching.of(step);
        if (!matching.typed()) {
            boolean anyElse = !now.isEmpty() || !named.isEmpty();
            if (anyElse) {
                conditions.add("strpos(',' || s._astern_k1 || ',', ',' || quote_nullable("
                        + Names.literal(person.name()) + "::text) || ',') > 0");
            }
            return conditions;
        }
        for (int i = 0; i < matching.columns().size(); i++) {
            String key = matching.columns().get(i);
            if (named.contains(key) || now.contains(key)) {
                conditions.add(isPerson("s._astern_k" + (i + 1)));
            }
        }
        byRow(step, table, matching).ifPresent(conditions::add);
        for (String keys : person.keys(step.rel(), matching.columns())) {
            conditions.add("(" + keyTexts(matching) + ") IN (" + keys + ")");
        }
        return conditions;
    }

    private Optional<String> byRow(Step step, @Nullable Relation table, Matching matching) throws SQLException {
        var about = rowIsAbout(step, "x");
        var there = table == null ? List.<String>of() : names(step.rel());
        if (table == null || about.isEmpty() || !there.containsAll(matching.columns())) {
            return Optional.empty();
        }
        String keys = matching.columns().stream()
                .map(c -> "x." + Names.quote(c) + "::text")
                .collect(Collectors.joining(", "));
        return Optional.of("(" + keyTexts(matching) + ") IN (SELECT " + keys + " FROM " + table.sql() + " x WHERE "
                + any(about) + ")");
    }

    private static String keyTexts(Matching matching) {
        return IntStream.rangeClosed(1, matching.columns().size())
                .mapToObj(i -> "s._astern_k" + i + "::text")
                .collect(Collectors.joining(", "));
    }

    private List<String> names(long rel) throws SQLException {
        return db.list(
                "SELECT attname FROM pg_attribute WHERE attrelid = ?::bigint::oid AND attnum > 0 AND NOT attisdropped",
                r -> r.getString(1),
                rel);
    }

    private boolean has(String table, String column) throws SQLException {
        return db.count(
                        "SELECT count(*) FROM pg_attribute WHERE attrelid = to_regclass(?) AND attname = ?",
                        table,
                        column)
                > 0;
    }
}
