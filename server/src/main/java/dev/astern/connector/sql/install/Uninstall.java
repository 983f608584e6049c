package dev.astern.connector.sql.install;

import dev.astern.connector.sql.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Takes everything away that an installation brought. */
final class Uninstall {
    private static final String TRIGGERS = """
            SELECT pg_catalog.format('DROP TRIGGER %I ON %I.%I', t.tgname, n.nspname, c.relname)
              FROM pg_catalog.pg_trigger t
              JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE t.tgname LIKE 'astern\\_%' AND t.tgparentid = 0
            """;
    private static final String LOGINS = """
            SELECT pg_catalog.format('DROP ROLE %I', m.rolname)
              FROM pg_catalog.pg_auth_members a
              JOIN pg_catalog.pg_roles m ON m.oid = a.member
              JOIN pg_catalog.pg_roles g ON g.oid = a.roleid
             WHERE g.rolname IN (?, ?) AND m.rolname LIKE 'astern\\_s\\_%'
            """;

    private static final String TRASH = """
            SELECT pg_catalog.format('DROP SCHEMA %I CASCADE', n.nspname) FROM pg_catalog.pg_namespace n
             WHERE n.nspname ~ '^astern_trash(_[0-9]+)?$'
            """;

    private final Connection connection;
    private final boolean keepImages;

    Uninstall(Connection connection, boolean keepImages) {
        this.connection = connection;
        this.keepImages = keepImages;
    }

    void run() throws SQLException {
        if (!StatusQuery.installed(connection)) {
            return;
        }
        var roles = Roles.of(connection);
        run(lines(TRIGGERS));
        run(lines(LOGINS, roles.agents(), roles.undo()));
        letUsDrop(roles.agents());
        letUsDrop(roles.undo());
        run(List.of(
                "DROP OWNED BY " + Identifiers.quote(roles.agents()) + ", " + Identifiers.quote(roles.undo()),
                "DROP ROLE " + Identifiers.quote(roles.agents()),
                "DROP ROLE " + Identifiers.quote(roles.undo())));
        if (!keepImages) {
            run(lines(TRASH));
            run(List.of("DROP SCHEMA astern CASCADE"));
        }
    }

    /** From version 16 on a role's maker is not its member, and only a member may take its rights away. */
    private void letUsDrop(String role) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT pg_catalog.pg_has_role(" + Identifiers.literal(role) + ", 'USAGE')")) {
            row.next();
            if (row.getBoolean(1)) {
                return;
            }
        }
        run(List.of("GRANT " + Identifiers.quote(role) + " TO "
                + Identifiers.quote(connection.getMetaData().getUserName())));
    }

    private List<String> lines(String sql, String... parameters) throws SQLException {
        try (var select = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setString(i + 1, parameters[i]);
            }
            try (var rows = select.executeQuery()) {
                var lines = new ArrayList<String>();
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
                return lines;
            }
        }
    }

    private void run(List<String> statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
