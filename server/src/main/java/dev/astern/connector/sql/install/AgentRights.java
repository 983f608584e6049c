package dev.astern.connector.sql.install;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Looks whether the agents' group has been given what would let an agent come past capture. */
public final class AgentRights {
    private static final String SQL = """
            SELECT CASE
                WHEN r.rolsuper THEN 'is a superuser'
                WHEN r.rolcreaterole THEN 'may create roles'
                WHEN r.rolreplication THEN 'may replicate'
                WHEN EXISTS (SELECT FROM pg_catalog.pg_auth_members m WHERE m.member = r.oid)
                    THEN 'is a member of another role'
                WHEN EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.relowner = r.oid)
                    OR EXISTS (SELECT FROM pg_catalog.pg_proc p WHERE p.proowner = r.oid)
                    OR EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspowner = r.oid)
                    THEN 'owns something'
                WHEN pg_catalog.has_parameter_privilege(r.oid, 'session_replication_role', 'SET')
                    THEN 'may set session_replication_role'
                END
              FROM pg_catalog.pg_roles r WHERE r.rolname = ?
            """;

    private AgentRights() {}

    /** What is wrong with them, if anything. */
    public static Optional<String> tooMany(Connection connection) throws SQLException {
        var group = Roles.of(connection).agents();
        try (var select = connection.prepareStatement(SQL)) {
            select.setString(1, group);
            try (var row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.of("the role " + group + " is gone");
                }
                return Optional.ofNullable(row.getString(1)).map(what -> "the role " + group + " " + what);
            }
        }
    }
}
