package dev.astern.connector.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the transactions that applied an action. Most have one, under the action's own id; an undo across a change of
 * structure has more, as {@code id/2}, {@code id/3} and so on.
 *
 * @param id what the transaction is fenced as
 * @param action the action it is part of
 * @param xact the transaction
 */
record FencedPart(String id, String action, String xact) {
    private static final String SELECT = """
            SELECT f.action, f.action, f.xact::text, f.at, f.xact AS place FROM astern.fence f
             WHERE f.state = 'a' AND f.action = ANY (?)
            UNION ALL
            SELECT f.action, pg_catalog.split_part(f.action, '/', 1), f.xact::text, f.at, f.xact FROM astern.fence f
             WHERE f.state = 'a' AND pg_catalog.strpos(f.action, '/') > 0
               AND pg_catalog.split_part(f.action, '/', 1) = ANY (?)
             ORDER BY at, place""";

    /** Those of some actions, the first applied first. */
    static List<FencedPart> of(Connection connection, Object... actions) throws SQLException {
        try (var select = connection.prepareStatement(SELECT)) {
            select.setArray(1, connection.createArrayOf("text", actions));
            select.setArray(2, connection.createArrayOf("text", actions));
            try (var rows = select.executeQuery()) {
                var parts = new ArrayList<FencedPart>();
                while (rows.next()) {
                    parts.add(new FencedPart(rows.getString(1), rows.getString(2), rows.getString(3)));
                }
                return parts;
            }
        }
    }
}
