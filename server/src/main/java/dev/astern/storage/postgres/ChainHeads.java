package dev.astern.storage.postgres;

import dev.astern.journal.Leaf;
import dev.astern.model.Receipt;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where each session's chain ends, as this writer believes; the table's key tells when it is wrong. */
final class ChainHeads {
    private static final int MAX_KEPT = 50_000;

    /** @param sequence of the next receipt */
    record Head(long sequence, String previous) {}

    private final Map<String, Head> heads = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Head> eldest) {
            return size() > MAX_KEPT;
        }
    };

    /** Makes sure that the ends of these sessions' chains are known. */
    void load(Connection connection, Collection<String> sessions) throws SQLException {
        var missing = new HashSet<>(sessions);
        missing.removeAll(heads.keySet());
        if (missing.isEmpty()) {
            return;
        }
        missing.forEach(session -> heads.put(session, new Head(0, Leaf.NONE)));
        try (var select = connection.prepareStatement("""
                SELECT DISTINCT ON (session_id) session_id, sequence, hash FROM receipt
                 WHERE session_id = ANY (?) ORDER BY session_id, sequence DESC
                """)) {
            select.setArray(1, connection.createArrayOf("text", missing.toArray()));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    heads.put(rows.getString(1), new Head(rows.getLong(2) + 1, rows.getString(3)));
                }
            }
        } catch (SQLException e) {
            forget(missing);
            throw e;
        }
    }

    Head of(String session) {
        var head = heads.get(session);
        if (head == null) {
            throw new IllegalStateException("the chain of session " + session + " was not loaded: bug");
        }
        return head;
    }

    void advance(Receipt receipt) {
        heads.put(receipt.sessionId(), new Head(receipt.sequence() + 1, receipt.hash()));
    }

    /** Another node wrote, or it is not known what was written. */
    void forget(Collection<String> sessions) {
        heads.keySet().removeAll(sessions);
    }
}
