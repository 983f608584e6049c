package dev.astern.storage.postgres;

import dev.astern.storage.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The role that the server works as once its tables are there: it owns nothing, and can neither change nor remove what is
 * in the journal. Only the owner, who brings the tables up to date, could.
 */
final class AppRole {
    private static final List<String> RIGHTS = List.of(
            "GRANT USAGE ON SCHEMA %2$s, astern_keys TO %1$s",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %2$s TO %1$s",
            "GRANT SELECT, INSERT, DELETE ON ALL TABLES IN SCHEMA astern_keys TO %1$s",
            "REVOKE UPDATE, DELETE ON receipt, tile, cosignature, time_stamp FROM %1$s",
            "REVOKE ALL ON schema_history FROM %1$s");

    private AppRole() {}

    /**
     * Makes the role, or brings its rights up to date.
     *
     * @return its name; empty when the owner may not make roles, so that only the tables' triggers guard the journal
     */
    static Optional<String> of(DataSource owner) {
        try (var connection = owner.getConnection()) {
            // Nodes that start at once must not grant at once.
            var schema = single(connection, "SELECT quote_ident(current_schema()) FROM pg_advisory_lock(1098085451)");
            var role = name(connection);
            if (!exists(connection, role) && !make(connection, role)) {
                return Optional.empty();
            }
            try (var statement = connection.createStatement()) {
                for (var right : RIGHTS) {
                    statement.execute(right.formatted(role, schema));
                }
            }
            return Optional.of(role);
        } catch (SQLException e) {
            throw new StoreException("the rights of the server's role could not be set", e);
        }
    }

    /** Roles are there for all databases of a server, so that each has one of its own. */
    private static String name(Connection connection) throws SQLException {
        return "astern_app_" + single(connection, "SELECT oid FROM pg_database WHERE datname = current_database()");
    }

    private static String single(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static boolean exists(Connection connection, String role) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT pg_has_role(current_user, oid, 'MEMBER') FROM pg_roles WHERE rolname = ?")) {
            select.setString(1, role);
            try (var rows = select.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    private static boolean make(Connection connection, String role) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")) {
            if (!rows.next() || !rows.getBoolean(1)) {
                return false;
            }
        }
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + role + " NOLOGIN");
            statement.execute("GRANT " + role + " TO CURRENT_USER");
            return true;
        }
    }
}
