package dev.astern.connector.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Names the sequences that inserts may have advanced: they are not captured, and not taken back. */
final class SequenceNotes {
    private static final String SQL = """
            SELECT DISTINCT pg_catalog.format('%I.%I', n.nspname, s.relname)
              FROM pg_catalog.pg_depend d
              JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
              JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace
             WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('a', 'i')
               AND d.refobjid::bigint = ANY (?)
             ORDER BY 1
            """;

    private SequenceNotes() {}

    static List<String> of(Connection connection, List<Observation.Part> parts) throws SQLException {
        var inserted = parts.stream()
                .filter(part -> part.inserted() > 0)
                .map(part -> part.table().rel())
                .toList();
        if (inserted.isEmpty()) {
            return List.of();
        }
        try (var select = connection.prepareStatement(SQL)) {
            select.setArray(1, connection.createArrayOf("bigint", inserted.toArray()));
            try (var rows = select.executeQuery()) {
                var notes = new ArrayList<String>();
                while (rows.next()) {
                    notes.add("sequence " + rows.getString(1) + " may have advanced; an undo does not set it back");
                }
                return notes;
            }
        }
    }
}
