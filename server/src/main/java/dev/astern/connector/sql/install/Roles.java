package dev.astern.connector.sql.install;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Names of the group roles. Roles belong to the whole server and rights to one database, so each database has groups of
 * its own, named by its oid.
 *
 * @param agents the group of agents' logins
 * @param undo the group of undos' logins
 */
public record Roles(String agents, String undo) {
    /** All logins of agents and undos begin so; nobody else's may. */
    public static final String LOGIN_PREFIX = "astern_s_";

    /** Logins for which row-level capture fires instead of statement-level. */
    public static final String ROW_PREFIX = "astern_s_r_";

    /** Logins for which statement-level capture fires; undos' are among them. */
    public static final String BULK_PREFIX = "astern_s_b_";

    public static final String UNDO_PREFIX = BULK_PREFIX + "undo_";

    public static Roles of(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()")) {
            row.next();
            var database = row.getString(1);
            return new Roles("astern_agents_" + database, "astern_undo_" + database);
        }
    }
}
