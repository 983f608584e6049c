package dev.astern.connector.sql.install;

import dev.astern.connector.Installation.Pruned;
import dev.astern.connector.sql.catalog.TrackedTable;
import dev.astern.connector.sql.catalog.TrackedTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;

/**
 * Frees the images of old actions. Their fence rows stay: they are what says that an action was applied. The space is
 * used again for new images; only a VACUUM FULL, which is the site's to decide, gives it back to the disk.
 */
final class Prune {
    private static final String OLD = "SELECT f.xact::text::bigint FROM astern.fence f WHERE f.at < ?";

    private final Connection connection;
    private final Instant before;
    private final Set<Long> actions = new HashSet<>();
    private long bytes;

    Prune(Connection connection, Instant before) {
        this.connection = connection;
        this.before = before;
    }

    Pruned run(boolean dryRun) throws SQLException {
        for (var table : TrackedTables.load(connection)) {
            count(table);
            if (!dryRun) {
                delete(table);
            }
        }
        return new Pruned(actions.size(), bytes, dryRun);
    }

    private void count(TrackedTable table) throws SQLException {
        var sql = "SELECT j.xact, sum(pg_catalog.pg_column_size(j.*)) FROM " + table.journalTable()
                + " j WHERE j.xact IN (" + OLD + ") GROUP BY j.xact";
        try (var select = connection.prepareStatement(sql)) {
            select.setObject(1, before.atOffset(ZoneOffset.UTC));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    actions.add(rows.getLong(1));
                    bytes += rows.getLong(2);
                }
            }
        }
    }

    private void delete(TrackedTable table) throws SQLException {
        try (var delete =
                connection.prepareStatement("DELETE FROM " + table.journalTable() + " WHERE xact IN (" + OLD + ")")) {
            delete.setObject(1, before.atOffset(ZoneOffset.UTC));
            delete.executeUpdate();
        }
    }
}
