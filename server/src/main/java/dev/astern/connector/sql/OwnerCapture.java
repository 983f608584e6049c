package dev.astern.connector.sql;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Tier;
import dev.astern.connector.sql.catalog.TrackedColumn;
import dev.astern.connector.sql.catalog.TrackedTable;
import dev.astern.connector.sql.catalog.TrackedTables;
import dev.astern.connector.sql.ddl.Capture;
import dev.astern.connector.sql.install.Fingerprint;
import dev.astern.connector.sql.install.Roles;
import dev.astern.connector.sql.install.TableCapture;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Row capture as changes of structure see it. */
final class OwnerCapture implements Capture {
    /** Refreshes and changes of structure come one after the other: each keeps the fingerprint of what it left. */
    private static final String ONE_AT_A_TIME = "SELECT pg_catalog.pg_advisory_xact_lock(7307498274)";

    @Override
    public void begin(Connection connection) throws SQLException {
        run(connection, List.of(ONE_AT_A_TIME));
        if (!Fingerprint.holds(connection)) {
            throw Problem.of(
                            Reason.CAPTURE_TAMPERED,
                            "triggers, functions or rights of capture are not what was installed")
                    .toException();
        }
    }

    @Override
    public void end(Connection connection) throws SQLException {
        Fingerprint.keep(connection);
    }

    @Override
    public void put(Connection connection, long rel) throws SQLException {
        // A table that comes back goes on with the journal it had, if that still fits.
        try (var update = connection.prepareStatement("""
                UPDATE astern.tracked t SET current = true
                 WHERE t.rel = ?::oid AND t.shape = (SELECT max(l.shape) FROM astern.tracked l WHERE l.rel = t.rel)""")) {
            update.setLong(1, rel);
            update.executeUpdate();
        }
        new TableCapture(connection, Roles.of(connection)).put(rel);
    }

    @Override
    public void drop(Connection connection, long rel) throws SQLException {
        new TableCapture(connection, Roles.of(connection)).drop(rel);
        run(connection, leaving(connection, rel));
    }

    private static List<String> leaving(Connection connection, long rel) throws SQLException {
        var roles = Roles.of(connection);
        var sql = """
                WITH whole AS (
                    SELECT ?::oid AS oid
                    UNION SELECT relid FROM pg_catalog.pg_partition_tree(?::oid))
                SELECT pg_catalog.format('DROP TRIGGER %I ON %I.%I', t.tgname, n.nspname, c.relname)
                  FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                 WHERE t.tgrelid IN (SELECT oid FROM whole) AND t.tgname LIKE 'astern\\_%' AND t.tgparentid = 0
                UNION ALL
                SELECT pg_catalog.format('REVOKE ALL ON TABLE %I.%I FROM %I, %I', n.nspname, c.relname, ?::text, ?::text)
                  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                 WHERE c.oid IN (SELECT oid FROM whole)
                """;
        try (var select = connection.prepareStatement(sql)) {
            select.setLong(1, rel);
            select.setLong(2, rel);
            select.setString(3, roles.agents());
            select.setString(4, roles.undo());
            try (var rows = select.executeQuery()) {
                var statements = new ArrayList<String>();
                while (rows.next()) {
                    statements.add(rows.getString(1));
                }
                return statements;
            }
        }
    }

    @Override
    public boolean on(Connection connection, long rel) throws SQLException {
        return current(connection, rel).isPresent();
    }

    @Override
    public long emptied(Connection connection, long rel) throws SQLException {
        var table = current(connection, rel).orElseThrow();
        var values = table.stored().stream().map(TrackedColumn::quoted).collect(Collectors.joining(", t.", ", t.", ""));
        var columns = table.stored().stream().map(TrackedColumn::journalName).collect(Collectors.joining(", "));
        try (var statement = connection.createStatement()) {
            return statement.executeUpdate("INSERT INTO " + table.journalTable() + " (xact, side, " + columns
                    + ") SELECT pg_catalog.pg_current_xact_id()::pg_catalog.text::bigint, '-'"
                    + (table.stored().isEmpty() ? "" : values)
                    + " FROM " + table.quoted() + " t");
        }
    }

    @Override
    public String digest(Connection connection) throws SQLException {
        return digest(observation(connection).now(connection));
    }

    @Override
    public String digest(Connection connection, String action) throws SQLException {
        var xact = Fence.applied(connection, action);
        return xact.isEmpty() ? "" : digest(observation(connection).of(connection, xact.get()));
    }

    private static String digest(List<Observation.Part> parts) {
        return Observation.observed(parts, List.of(), List.of(), Tier.WRITE).digest();
    }

    private static Observation observation(Connection connection) throws SQLException {
        return new Observation(TrackedTables.load(connection).stream()
                .collect(Collectors.toMap(TrackedTable::journal, table -> table)));
    }

    private static Optional<TrackedTable> current(Connection connection, long rel) throws SQLException {
        return TrackedTables.load(connection).stream()
                .filter(table -> table.current() && table.rel() == rel)
                .findFirst();
    }

    private static void run(Connection connection, List<String> statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
