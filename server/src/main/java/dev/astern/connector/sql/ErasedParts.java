package dev.astern.connector.sql;

import dev.astern.connector.Effect;
import dev.astern.connector.sql.catalog.ErasedImages;
import dev.astern.connector.sql.catalog.TrackedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** What of one transaction's images was erased. */
record ErasedParts(Connection connection, String xact) {
    private static final String DIGEST = """
            SELECT count(*), encode(sha256(string_agg(x.g, ''::bytea ORDER BY x.g)), 'hex')
              FROM (SELECT j.xact, %s || %s AS g FROM %s j UNION ALL %s) x WHERE x.xact = ?::bigint""";
    private static final String KINDS = """
            SELECT count(DISTINCT effect) FILTER (WHERE kind = 'I'), count(DISTINCT effect) FILTER (WHERE kind = 'U'),
                   count(DISTINCT effect) FILTER (WHERE kind = 'D')
              FROM astern.erased WHERE journal = %d AND xact = ?::bigint""";
    private static final String EFFECTS = """
            SELECT journal, min(kind::text) FROM astern.erased
             WHERE xact = ?::bigint AND kind <> '-' GROUP BY journal, effect ORDER BY journal, effect LIMIT ? OFFSET ?""";

    /** Those that had them; read first, so that none is erased while the transaction of the connection looks. */
    List<Integer> journals() throws SQLException {
        if (!ErasedImages.kept(connection)) {
            return List.of();
        }
        try (var select = connection.prepareStatement("SELECT journal FROM astern.erased WHERE xact = ?::bigint")) {
            select.setString(1, xact);
            try (var rows = select.executeQuery()) {
                var journals = new TreeSet<Integer>();
                while (rows.next()) {
                    journals.add(rows.getInt(1));
                }
                return List.copyOf(journals);
            }
        }
    }

    /** A journal's part with what was erased of it. */
    Observation.Part with(Observation.Part live) throws SQLException {
        var table = live.table();
        var sql = DIGEST.formatted(
                table.imageHash("j"),
                ErasedImages.SIDE_OF_IMAGE,
                table.journalTable(),
                ErasedImages.digested(table.journal(), "astern.erased"));
        try (var digest = connection.prepareStatement(sql);
                var kinds = connection.prepareStatement(KINDS.formatted(table.journal()))) {
            digest.setString(1, xact);
            kinds.setString(1, xact);
            try (var all = digest.executeQuery();
                    var of = kinds.executeQuery()) {
                all.next();
                of.next();
                return new Observation.Part(
                        table,
                        all.getLong(1),
                        live.inserted() + of.getLong(1),
                        live.updated() + of.getLong(2),
                        live.deleted() + of.getLong(3),
                        all.getString(2));
            }
        }
    }

    /** The rows, of which only what happened to them is known. */
    List<Effect> effects(Collection<TrackedTable> tables, int skip, int limit) throws SQLException {
        if (!ErasedImages.kept(connection)) {
            return List.of();
        }
        try (var select = connection.prepareStatement(EFFECTS)) {
            select.setString(1, xact);
            select.setInt(2, limit);
            select.setInt(3, skip);
            try (var rows = select.executeQuery()) {
                var effects = new ArrayList<Effect>();
                while (rows.next()) {
                    effects.add(Effect.erased(resource(tables, rows.getInt(1)), kind(rows.getString(2))));
                }
                return effects;
            }
        }
    }

    private static String resource(Collection<TrackedTable> tables, int journal) {
        return tables.stream()
                .filter(table -> table.journal() == journal)
                .map(TrackedTable::resource)
                .findFirst()
                .orElse("journal " + journal);
    }

    private static Effect.Kind kind(String code) {
        return switch (code) {
            case "I" -> Effect.Kind.INSERT;
            case "D" -> Effect.Kind.DELETE;
            default -> Effect.Kind.UPDATE;
        };
    }
}
