package dev.astern.connector.sql.install;

import dev.astern.connector.sql.Identifiers;
import dev.astern.connector.sql.catalog.TrackedColumn;
import dev.astern.connector.sql.catalog.TrackedTable;
import dev.astern.connector.sql.catalog.TrackedTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts capture on one table, in the transaction of the connection it is given, which is its owner's. */
public final class TableCapture {
    private final Connection connection;
    private final Roles roles;

    public TableCapture(Connection connection, Roles roles) {
        this.connection = connection;
        this.roles = roles;
    }

    /** Puts capture on a table in its present shape; leaves what is right as it is. */
    public void put(long rel) throws SQLException {
        for (var shape : Shape.read(connection, rel)) {
            put(shape);
        }
    }

    /** The table is gone: its journals stay, and nothing new goes to them. */
    public void drop(long rel) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE astern.tracked SET current = false WHERE rel = ?::oid")) {
            update.setLong(1, rel);
            update.executeUpdate();
        }
    }

    void letUndoRead(TrackedTable table) throws SQLException {
        run(List.of("GRANT SELECT ON " + table.journalTable() + " TO " + Identifiers.quote(roles.undo())));
    }

    void put(Shape shape) throws SQLException {
        if (!shape.refused().isEmpty()) {
            return;
        }
        var journal = sameShape(shape);
        var table = tracked(journal.isPresent() ? journal.get() : track(shape));
        run(journal.isEmpty() ? JournalSql.create(table, roles) : JournalSql.renew(table));
        run(JournalSql.triggers(table, shape.partitioned(), leaves(shape)));
        run(grants(table, shape));
        run(List.of("UPDATE astern.tracked SET guard = astern.guard(rel) WHERE journal = " + table.journal()));
    }

    /** The journal that fits the table as it is, brought up to its present name. */
    private Optional<Integer> sameShape(Shape shape) throws SQLException {
        var sql = """
                UPDATE astern.tracked SET schema_name = ?, table_name = ?
                 WHERE rel = ?::oid AND current AND columns = ?::jsonb AND key = ?
                   AND signature = astern.signature(rel)
                RETURNING journal
                """;
        try (var update = connection.prepareStatement(sql)) {
            update.setString(1, shape.schema());
            update.setString(2, shape.table());
            update.setLong(3, shape.rel());
            update.setString(4, shape.columns());
            update.setArray(5, connection.createArrayOf("text", shape.key().toArray()));
            try (var row = update.executeQuery()) {
                return row.next() ? Optional.of(row.getInt(1)) : Optional.empty();
            }
        }
    }

    private int track(Shape shape) throws SQLException {
        drop(shape.rel());
        var sql = """
                INSERT INTO astern.tracked (rel, schema_name, table_name, shape, key, columns, current, signature)
                SELECT ?::oid, ?, ?, coalesce(max(t.shape), 0) + 1, ?, ?::jsonb, true, astern.signature(?::oid)
                  FROM astern.tracked t WHERE t.rel = ?::oid
                RETURNING journal
                """;
        try (var insert = connection.prepareStatement(sql)) {
            insert.setLong(1, shape.rel());
            insert.setString(2, shape.schema());
            insert.setString(3, shape.table());
            insert.setArray(4, connection.createArrayOf("text", shape.key().toArray()));
            insert.setString(5, shape.columns());
            insert.setLong(6, shape.rel());
            insert.setLong(7, shape.rel());
            try (var row = insert.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private TrackedTable tracked(int journal) throws SQLException {
        return TrackedTables.load(connection).stream()
                .filter(table -> table.journal() == journal)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("journal " + journal + " vanished: bug"));
    }

    private List<String> leaves(Shape shape) throws SQLException {
        var sql = "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_class c"
                + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid::bigint = ANY (?) ORDER BY 1";
        try (var select = connection.prepareStatement(sql)) {
            select.setArray(1, connection.createArrayOf("bigint", shape.leaves().toArray()));
            try (var rows = select.executeQuery()) {
                var names = new ArrayList<String>();
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
                return names;
            }
        }
    }

    private List<String> grants(TrackedTable table, Shape shape) throws SQLException {
        var both = Identifiers.quote(roles.agents()) + ", " + Identifiers.quote(roles.undo());
        var grants = new ArrayList<String>();
        grants.add("GRANT USAGE ON SCHEMA " + Identifiers.quote(table.schema()) + " TO " + both);
        grants.add("GRANT SELECT, INSERT, UPDATE, DELETE ON " + table.quoted() + " TO " + both);
        for (var leaf : leaves(shape)) {
            grants.add("GRANT SELECT, INSERT, UPDATE, DELETE ON " + leaf + " TO " + both);
        }
        for (var sequence : sequences(shape.rel())) {
            grants.add("GRANT USAGE ON SEQUENCE " + sequence + " TO " + both);
        }
        return grants;
    }

    /** Sequences that the columns' defaults draw from; those of identity columns need no grant. */
    private List<String> sequences(long rel) throws SQLException {
        var sql = """
                SELECT DISTINCT pg_catalog.format('%I.%I', n.nspname, s.relname)
                  FROM pg_catalog.pg_attrdef d
                  JOIN pg_catalog.pg_depend p ON p.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass
                                             AND p.objid = d.oid
                                             AND p.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                  JOIN pg_catalog.pg_class s ON s.oid = p.refobjid AND s.relkind = 'S'
                  JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace
                 WHERE d.adrelid = ?::oid
                """;
        try (var select = connection.prepareStatement(sql)) {
            select.setLong(1, rel);
            try (var rows = select.executeQuery()) {
                var names = new ArrayList<String>();
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
                return names;
            }
        }
    }

    private void run(List<String> statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    static String names(String prefix, List<TrackedColumn> columns) {
        return columns.stream().map(column -> prefix + column.quoted()).collect(Collectors.joining(", "));
    }
}
