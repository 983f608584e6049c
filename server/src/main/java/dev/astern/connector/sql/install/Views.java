package dev.astern.connector.sql.install;

import dev.astern.connector.sql.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;

/** Lets agents use the owner's views: what they change through one is captured at the tables below it. */
final class Views {
    private static final String SQL = """
            SELECT pg_catalog.format('%I.%I', n.nspname, c.relname), c.relkind::text
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('v', 'm') AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
               AND n.nspname NOT IN ('astern', 'astern_trash', 'information_schema') AND n.nspname !~ '^pg_'
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                                WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
                                  AND d.deptype = 'e')
            """;

    private Views() {}

    static void grant(Connection connection, Roles roles) throws SQLException {
        var both = Identifiers.quote(roles.agents()) + ", " + Identifiers.quote(roles.undo());
        var grants = new ArrayList<String>();
        try (var select = connection.prepareStatement(SQL);
                var rows = select.executeQuery()) {
            while (rows.next()) {
                var rights = rows.getString(2).equals("v") ? "SELECT, INSERT, UPDATE, DELETE" : "SELECT";
                grants.add("GRANT " + rights + " ON " + rows.getString(1) + " TO " + both);
            }
        }
        try (var statement = connection.createStatement()) {
            for (var grant : grants) {
                statement.execute(grant);
            }
        }
    }
}
