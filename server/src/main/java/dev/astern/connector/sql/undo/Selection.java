package dev.astern.connector.sql.undo;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.sql.catalog.ErasedImages;
import dev.astern.connector.sql.catalog.ImageDigest;
import dev.astern.connector.sql.catalog.TrackedTable;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The transactions of a selection, and the journals that hold their images.
 *
 * @param xacts by action
 * @param journals those with images of the selection
 * @param erased what is known of images that were erased
 */
record Selection(Map<String, String> xacts, List<TrackedTable> journals, ErasedEffects erased) {
    Selection {
        xacts = Map.copyOf(xacts);
        journals = List.copyOf(journals);
    }

    /**
     * Copies the images and checks them against the receipts' digests before anything uses them.
     *
     * @throws dev.astern.connector.ProblemException where images are missing or altered
     */
    static Selection read(Connection connection, UndoRequest request, Collection<TrackedTable> tables)
            throws SQLException {
        var xacts = xacts(connection, request);
        var digests = new HashMap<String, TreeMap<Integer, String>>();
        var touched = new ArrayList<TrackedTable>();
        var numbers = connection.createArrayOf("text", xacts.values().toArray());
        var gone = ErasedImages.copy(connection, numbers);
        for (var table : tables) {
            if (gone.contains(table.journal()) || any(connection, table, numbers)) {
                images(connection, table, numbers, digests);
                touched.add(table);
            }
        }
        for (var selected : request.actions()) {
            check(selected, xacts, digests);
        }
        var halved =
                touched.stream().filter(table -> gone.contains(table.journal())).toList();
        return new Selection(xacts, touched, ErasedEffects.read(connection, halved, request.itemLimit()));
    }

    /**
     * What the connection's own transaction has done so far, which nobody but itself can see yet.
     *
     * @param secret of the target's previews
     * @param touched the journals that it wrote to
     */
    static Selection own(Connection connection, String secret, List<TrackedTable> touched) throws SQLException {
        for (var table : touched) {
            try (var create = connection.prepareStatement(ImageSql.createOwn(table))) {
                create.setString(1, secret);
                create.execute();
            }
        }
        return new Selection(Map.of(), touched, new ErasedEffects(List.of(), List.of()));
    }

    private static Map<String, String> xacts(Connection connection, UndoRequest request) throws SQLException {
        var ids = request.actions().stream().map(UndoRequest.Selected::actionId).toArray();
        try (var select = connection.prepareStatement(
                "SELECT action, xact::text FROM astern.fence WHERE action = ANY (?) AND state = 'a'")) {
            select.setArray(1, connection.createArrayOf("text", ids));
            try (var rows = select.executeQuery()) {
                var xacts = new HashMap<String, String>();
                while (rows.next()) {
                    xacts.put(rows.getString(1), rows.getString(2));
                }
                return xacts;
            }
        }
    }

    private static boolean any(Connection connection, TrackedTable table, Array xacts) throws SQLException {
        try (var select = connection.prepareStatement(ImageSql.any(table))) {
            select.setArray(1, xacts);
            try (var row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static void images(
            Connection connection, TrackedTable table, Array xacts, Map<String, TreeMap<Integer, String>> digests)
            throws SQLException {
        try (var create = connection.prepareStatement(ImageSql.create(table))) {
            create.setArray(1, xacts);
            create.execute();
        }
        try (var select = connection.createStatement();
                var rows = select.executeQuery(ImageSql.digests(table))) {
            while (rows.next()) {
                digests.computeIfAbsent(rows.getString(1), xact -> new TreeMap<>())
                        .put(table.journal(), rows.getString(2));
            }
        }
    }

    private static void check(
            UndoRequest.Selected selected, Map<String, String> xacts, Map<String, TreeMap<Integer, String>> digests) {
        var xact = xacts.get(selected.actionId());
        var found = xact == null ? null : digests.get(xact);
        if (found == null) {
            throw Problem.of(Reason.NO_BEFORE_STATE, "the images of action " + selected.actionId() + " are gone")
                    .with("action", selected.actionId())
                    .toException();
        }
        if (!selected.accepts(ImageDigest.over(found))) {
            throw Problem.of(
                            Reason.BEFORE_STATE_ALTERED,
                            "the images of action " + selected.actionId() + " are not those of its receipt")
                    .with("action", selected.actionId())
                    .toException();
        }
    }
}
