package dev.astern.connector.sql;

import dev.astern.connector.Effect;
import dev.astern.connector.Observed;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.ResourceCount;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.sql.catalog.ImageDigest;
import dev.astern.connector.sql.catalog.TrackedTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Looks at what a transaction really did: its images, and whether the database's own counts agree with them. */
final class Observation {
    /** One journal's part. */
    record Part(TrackedTable table, long images, long inserted, long updated, long deleted, String digest) {
        ResourceCount count() {
            return new ResourceCount(table.resource(), inserted, updated, deleted);
        }
    }

    /** A refresh elsewhere made journals that this process has not seen yet; a state of our own, no server has it. */
    static final String UNKNOWN_JOURNAL = "AS001";

    private static final String WRITTEN =
            "SELECT resource, kind, journal, images, captured, fits, guarded FROM astern.written()";
    private static final String OBSERVE =
            "SELECT journal, images, inserted, updated, deleted, digest FROM astern.observe() ORDER BY journal";

    private final Map<Integer, TrackedTable> tables;

    Observation(Map<Integer, TrackedTable> tables) {
        this.tables = tables;
    }

    Map<Integer, TrackedTable> tables() {
        return tables;
    }

    /** What the connection's own transaction has done so far. */
    List<Part> now(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(OBSERVE);
                var rows = select.executeQuery()) {
            return parts(rows);
        }
    }

    /** What a transaction did, and why it must not commit, if something changed that has no image; and the tables' sizes. */
    record Seen(List<Part> parts, Optional<Problem> problem, Map<Integer, TableRows> tables) {}

    /**
     * Ends what is deferred and looks at everything, in one message to the database.
     *
     * @param sizes whether what is installed can tell how many rows tables have
     */
    Seen all(Connection connection, boolean sizes) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "SET CONSTRAINTS ALL IMMEDIATE; " + OBSERVE + "; " + WRITTEN + (sizes ? "; " + TableRows.SQL : ""));
            statement.getMoreResults();
            List<Part> parts;
            try (var rows = statement.getResultSet()) {
                parts = parts(rows);
            }
            statement.getMoreResults();
            Optional<Problem> problem;
            try (var rows = statement.getResultSet()) {
                problem = uncaptured(rows);
            }
            if (!sizes) {
                return new Seen(parts, problem, Map.of());
            }
            statement.getMoreResults();
            try (var rows = statement.getResultSet()) {
                return new Seen(parts, problem, TableRows.read(rows));
            }
        }
    }

    /** What a transaction had done, whether or not some of its images were erased since. */
    List<Part> of(Connection connection, String xact) throws SQLException {
        var erased = new ErasedParts(connection, xact);
        var journals = erased.journals();
        var live = live(connection, xact);
        if (journals.isEmpty()) {
            return live;
        }
        var parts = new TreeMap<Integer, Part>();
        live.forEach(part -> parts.put(part.table().journal(), part));
        for (var journal : journals) {
            var table = tables.get(journal);
            if (table == null) {
                throw new SQLException("journal " + journal + " is new here", UNKNOWN_JOURNAL);
            }
            parts.put(journal, erased.with(parts.getOrDefault(journal, new Part(table, 0, 0, 0, 0, ""))));
        }
        return List.copyOf(parts.values());
    }

    private List<Part> live(Connection connection, String xact) throws SQLException {
        var sql = "SELECT journal, images, inserted, updated, deleted, digest FROM astern.observe_xact(?::bigint, ?)"
                + " WHERE images > 0 ORDER BY journal";
        try (var select = connection.prepareStatement(sql)) {
            select.setString(1, xact);
            select.setArray(
                    2,
                    connection.createArrayOf(
                            "integer", touched(connection, xact).toArray()));
            try (var rows = select.executeQuery()) {
                return parts(rows);
            }
        }
    }

    /** The journals that hold images of a transaction. */
    List<Integer> touched(Connection connection, String xact) throws SQLException {
        var touched = new ArrayList<Integer>();
        for (var table : tables.values()) {
            try (var select = connection.prepareStatement(
                    "SELECT EXISTS (SELECT FROM " + table.journalTable() + " WHERE xact = ?::bigint)")) {
                select.setString(1, xact);
                try (var row = select.executeQuery()) {
                    row.next();
                    if (row.getBoolean(1)) {
                        touched.add(table.journal());
                    }
                }
            }
        }
        return touched;
    }

    private List<Part> parts(ResultSet rows) throws SQLException {
        var parts = new ArrayList<Part>();
        while (rows.next()) {
            var table = tables.get(rows.getInt(1));
            if (table == null) {
                throw new SQLException("journal " + rows.getInt(1) + " is new here", UNKNOWN_JOURNAL);
            }
            parts.add(new Part(
                    table, rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getLong(5), rows.getString(6)));
        }
        return parts;
    }

    private static Optional<Problem> uncaptured(ResultSet rows) throws SQLException {
        while (rows.next()) {
            var problem = uncapturedTable(rows);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<Problem> uncapturedTable(ResultSet row) throws SQLException {
        var resource = row.getString(1);
        if (row.getString(2).equals("catalog")) {
            return problem(Reason.NOT_CAPTURABLE, "it changed the database's own catalog " + resource, resource);
        }
        if (row.getString(3) == null) {
            return problem(Reason.CAPTURE_OUTDATED, "it changed " + resource + ", which carries no capture", resource);
        }
        if (!row.getBoolean(6)) {
            return problem(Reason.CAPTURE_OUTDATED, resource + " changed its shape since capture was put on", resource);
        }
        if (!row.getBoolean(7)) {
            return problem(
                    Reason.CAPTURE_TAMPERED,
                    "the triggers that capture " + resource + ", or their functions, are not what was installed",
                    resource);
        }
        long expected = row.getLong(4);
        long captured = row.getLong(5);
        return captured >= expected
                ? Optional.empty()
                : problem(
                        Reason.NOT_CAPTURABLE,
                        "of " + expected + " images of " + resource + " only " + captured
                                + " were captured; capture was bypassed, or a function's exception handler met an error"
                                + " in the middle of a statement",
                        resource);
    }

    private static Optional<Problem> problem(Reason reason, String detail, String resource) {
        return Optional.of(Problem.of(reason, detail).with("resource", resource));
    }

    static Observed observed(List<Part> parts, List<Effect> sample, List<String> notes, Tier tier) {
        if (parts.isEmpty()) {
            return new Observed(List.of(), "", List.of(), notes, Tier.READ, Reversibility.TRIVIALLY_REVERSIBLE);
        }
        var deletes = parts.stream().anyMatch(part -> part.deleted() > 0);
        return new Observed(
                counts(parts),
                digest(parts),
                sample,
                notes,
                tier.atLeast(deletes ? Tier.DESTRUCTIVE : Tier.WRITE),
                Reversibility.REVERSIBLE_WITH_STATE);
    }

    private static List<ResourceCount> counts(List<Part> parts) {
        return parts.stream()
                .map(Part::count)
                .sorted(Comparator.comparing(ResourceCount::resource))
                .toList();
    }

    private static String digest(List<Part> parts) {
        var journals = new TreeMap<Integer, String>();
        parts.forEach(part -> journals.put(part.table().journal(), part.digest()));
        return ImageDigest.over(journals);
    }
}
