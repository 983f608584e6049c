package dev.astern.connector.sql.erase;

import dev.astern.connector.sql.catalog.ImageDigest;
import dev.astern.connector.sql.catalog.TrackedTable;
import dev.astern.connector.sql.ddl.DdlHistory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The digests of some actions as their receipts have them, over all transactions of each. */
final class ActionDigests {
    /** @param id what the transaction is fenced as */
    private record Part(String id, String action, long xact) {}

    private final Connection connection;
    private final List<Part> parts;

    private ActionDigests(Connection connection, List<Part> parts) {
        this.connection = connection;
        this.parts = parts;
    }

    /** @param transactions SQL of one column that tells which are concerned; their actions are looked at as a whole */
    static ActionDigests of(Connection connection, String transactions) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TEMP TABLE astern_parts ON COMMIT DROP AS
                    WITH hit AS (
                        SELECT DISTINCT split_part(f.action, '/', 1) AS action FROM astern.fence f
                         WHERE f.state = 'a' AND f.xact::text::bigint IN (%s))
                    SELECT f.action AS id, hit.action, f.xact::text::bigint AS xact,
                           row_number() OVER (ORDER BY f.at, f.xact) AS nth
                      FROM astern.fence f JOIN hit ON hit.action = split_part(f.action, '/', 1)
                     WHERE f.state = 'a'
                    """.formatted(transactions));
            statement.execute("ANALYZE astern_parts");
            var parts = new ArrayList<Part>();
            try (var rows = statement.executeQuery("SELECT id, action, xact FROM astern_parts ORDER BY nth")) {
                while (rows.next()) {
                    parts.add(new Part(rows.getString(1), rows.getString(2), rows.getLong(3)));
                }
            }
            return new ActionDigests(connection, parts);
        }
    }

    Set<String> actions() {
        var actions = new HashSet<String>();
        parts.forEach(part -> actions.add(part.action()));
        return actions;
    }

    /** As the images are now. */
    Map<String, String> read(Collection<TrackedTable> tables) throws SQLException {
        var rows = new HashMap<Long, SortedMap<Integer, String>>();
        for (var table : tables) {
            read(table, rows);
        }
        var structural = structural();
        var digests = new LinkedHashMap<String, List<String>>();
        for (var part : parts) {
            var structure = structural.contains(part.id()) ? DdlHistory.digest(connection, part.id()) : "";
            var images = ImageDigest.over(rows.getOrDefault(part.xact(), new TreeMap<>()));
            digests.computeIfAbsent(part.action(), action -> new ArrayList<>())
                    .add(DdlHistory.joined(structure, images));
        }
        var joined = new LinkedHashMap<String, String>();
        digests.forEach((action, of) -> joined.put(action, DdlHistory.joined(of)));
        return joined;
    }

    private void read(TrackedTable table, Map<Long, SortedMap<Integer, String>> digests) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(JournalHits.digests(table))) {
            while (rows.next()) {
                digests.computeIfAbsent(rows.getLong(1), xact -> new TreeMap<>())
                        .put(table.journal(), rows.getString(2));
            }
        }
    }

    private Set<String> structural() throws SQLException {
        var found = new HashSet<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT DISTINCT action FROM astern.structure WHERE action IN (SELECT id FROM astern_parts)")) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
