package dev.astern.connector.sql.ddl;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Frees what steps older than a moment kept; their undo then finds nothing to put back. */
public final class StructureKeeping {
    private static final String OLD = "s.kept IS NOT NULL AND s.at < ?";

    private StructureKeeping() {}

    public static void prune(Connection connection, Instant before) throws SQLException {
        var db = new Db(connection);
        List<String> drops = db.list("""
                SELECT CASE WHEN s.kind = 'table_removed' THEN format('DROP SCHEMA IF EXISTS %%I CASCADE', s.kept)
                            ELSE format('DROP TABLE IF EXISTS astern_trash.%%I', s.kept) END
                  FROM astern.structure s WHERE %s""".formatted(OLD), r -> r.getString(1), before.atOffset(ZoneOffset.UTC));
        for (String drop : drops) {
            db.run(drop);
        }
        db.update("DELETE FROM astern.structure s WHERE " + OLD, before.atOffset(ZoneOffset.UTC));
    }
}
