package dev.astern.connector.sql.install;

import dev.astern.connector.Reason;
import dev.astern.connector.TargetStatus;
import dev.astern.connector.TargetStatus.Finding;
import dev.astern.connector.TargetStatus.State;
import dev.astern.connector.sql.SqlSettings;
import dev.astern.connector.sql.catalog.AmountColumns;
import dev.astern.connector.sql.catalog.TrackedTable;
import dev.astern.connector.sql.catalog.TrackedTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Looks at what is installed and finds what a person should know. */
final class StatusQuery {
    private final SqlSettings settings;

    StatusQuery(SqlSettings settings) {
        this.settings = settings;
    }

    TargetStatus read(Connection connection) throws SQLException {
        var product = "PostgreSQL " + connection.getMetaData().getDatabaseProductVersion();
        if (!installed(connection)) {
            var finding = new Finding(
                    "", Reason.TARGET_NOT_READY, "nothing is installed here", Reason.TARGET_NOT_READY.next());
            return new TargetStatus(State.NOT_INSTALLED, product, 0, List.of(finding), 0, settings.keepBytes());
        }
        var tables = TrackedTables.load(connection).stream()
                .filter(TrackedTable::current)
                .toList();
        var findings = new ArrayList<Finding>();
        var state = State.READY;
        long kept = KeptBytes.of(connection);
        var rights = AgentRights.tooMany(connection);
        rights.ifPresent(what -> findings.add(new Finding(
                "", Reason.CAPTURE_TAMPERED, what, "Take the right away, then run `astern target refresh`.")));
        if (!Fingerprint.holds(connection)) {
            findings.add(new Finding(
                    "",
                    Reason.CAPTURE_TAMPERED,
                    "triggers, functions or rights of capture are not what was installed",
                    Reason.CAPTURE_TAMPERED.next()));
            state = State.TAMPERED;
        } else if (rights.isPresent()) {
            state = State.TAMPERED;
        } else if (kept >= settings.keepBytes()) {
            findings.add(
                    new Finding("", Reason.KEEPING_FULL, "images take " + kept + " bytes", Reason.KEEPING_FULL.next()));
            state = State.FULL;
        }
        AmountColumns.of(settings.amounts(), TrackedTables.load(connection)).unreadable().stream()
                .map(column -> new Finding(
                        column,
                        Reason.BAD_REQUEST,
                        "the setting amounts names it, and no captured table has such a column of numbers",
                        "Add the target again with columns that there are; until then no amount is known."))
                .forEach(findings::add);
        var outdated = outdated(connection, tables);
        findings.addAll(outdated);
        if (state == State.READY && outdated.stream().anyMatch(f -> f.reason() == Reason.CAPTURE_OUTDATED)) {
            state = State.OUTDATED;
        }
        return new TargetStatus(state, product, tables.size(), findings, kept, settings.keepBytes());
    }

    private static List<Finding> outdated(Connection connection, List<TrackedTable> tables) throws SQLException {
        var byRel = tables.stream().collect(Collectors.toMap(TrackedTable::rel, table -> table));
        var findings = new ArrayList<Finding>();
        for (var shape : Shape.all(connection)) {
            var resource = shape.schema() + "." + shape.table();
            if (!shape.refused().isEmpty()) {
                findings.add(new Finding(
                        resource, Reason.NOT_CAPTURABLE, shape.refused(), "Agents can't write to this table."));
                continue;
            }
            var table = byRel.get(shape.rel());
            if (table == null || !same(table, shape)) {
                findings.add(new Finding(
                        resource,
                        Reason.CAPTURE_OUTDATED,
                        table == null ? "it carries no capture" : "it changed its shape since",
                        Reason.CAPTURE_OUTDATED.next()));
            }
        }
        return findings;
    }

    private static boolean same(TrackedTable table, Shape shape) {
        var columns = shape.columns();
        return table.key().equals(shape.key())
                && table.columns().stream()
                        .allMatch(column -> columns.contains("\"attnum\": \"" + column.attnum() + "\""))
                && table.columns().size() == columns.split("\"attnum\": ", -1).length - 1;
    }

    static boolean installed(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT pg_catalog.to_regclass('astern.tracked') IS NOT NULL")) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
