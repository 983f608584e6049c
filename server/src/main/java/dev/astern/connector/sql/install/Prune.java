package dev.astern.connector.sql.install;

import dev.astern.connector.Installation.Pruned;
import dev.astern.connector.sql.catalog.ErasedImages;
import dev.astern.connector.sql.catalog.TrackedTable;
import dev.astern.connector.sql.catalog.TrackedTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;

/**
 * Frees the images of old actions. Their fence rows stay: they are what says that an action was applied. What stays is
 * written anew, so that the space goes back to the disk, and the limit on it is met; agents' writes wait meanwhile.
 */
final class Prune {
    private static final long LOCK_TIMEOUT_MS = 10_000;
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
            if (count(table) && !dryRun) {
                delete(table);
            }
        }
        if (!dryRun && ErasedImages.kept(connection)) {
            forgetErased();
        }
        return new Pruned(actions.size(), bytes, dryRun);
    }

    /** What stood for erased images is of no use without the others of its action. */
    private void forgetErased() throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM astern.erased e WHERE e.xact IN (" + OLD + ")")) {
            delete.setObject(1, before.atOffset(ZoneOffset.UTC));
            delete.executeUpdate();
        }
    }

    /** Whether there is anything to free. */
    private boolean count(TrackedTable table) throws SQLException {
        boolean any = false;
        var sql = "SELECT j.xact, sum(pg_catalog.pg_column_size(j.*)) FROM " + table.journalTable()
                + " j WHERE j.xact IN (" + OLD + ") GROUP BY j.xact";
        try (var select = connection.prepareStatement(sql)) {
            select.setObject(1, before.atOffset(ZoneOffset.UTC));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    any = true;
                    actions.add(rows.getLong(1));
                    bytes += rows.getLong(2);
                }
            }
        }
        return any;
    }

    private void delete(TrackedTable table) throws SQLException {
        run("SET LOCAL lock_timeout = " + LOCK_TIMEOUT_MS, "LOCK TABLE " + table.journalTable());
        rewrite(table.journalTable());
        rewrite(table.bulkJournalTable());
    }

    private void rewrite(String journal) throws SQLException {
        try (var keep =
                connection.prepareStatement("CREATE TEMP TABLE astern_kept ON COMMIT DROP AS SELECT * FROM ONLY "
                        + journal + " j WHERE j.xact NOT IN (" + OLD + ")")) {
            keep.setObject(1, before.atOffset(ZoneOffset.UTC));
            keep.execute();
        }
        run(
                "TRUNCATE ONLY " + journal,
                "INSERT INTO " + journal + " SELECT * FROM astern_kept",
                "DROP TABLE astern_kept");
    }

    private void run(String... statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
