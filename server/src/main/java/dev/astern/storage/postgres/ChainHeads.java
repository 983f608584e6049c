package dev.astern.storage.postgres;

import dev.astern.journal.Leaf;
import dev.astern.model.Receipt;
import dev.astern.model.ReceiptType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the log and each session's chain end, as this writer believes; the table's keys tell when it is wrong. */
final class ChainHeads {
    private static final int MAX_KEPT = 50_000;

    /**
     * @param sequence of the next receipt
     * @param closed whether there is no next one
     */
    record Head(long sequence, String previous, boolean closed) {
        static final Head FIRST = new Head(0, Leaf.NONE, false);
    }

    private final Map<String, Head> heads = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Head> eldest) {
            return size() > MAX_KEPT;
        }
    };

    private @Nullable LogHead log;

    /** Makes sure that the ends of the log and of these sessions' chains are known. */
    void load(Connection connection, Collection<String> sessions) throws SQLException {
        if (log == null) {
            log = read(connection);
        }
        var missing = new HashSet<>(sessions);
        missing.removeAll(heads.keySet());
        if (missing.isEmpty()) {
            return;
        }
        missing.forEach(session -> heads.put(session, Head.FIRST));
        try (var select = connection.prepareStatement("""
                SELECT DISTINCT ON (session_id) session_id, sequence, hash, type FROM receipt
                 WHERE session_id = ANY (?) ORDER BY session_id, sequence DESC
                """)) {
            select.setArray(1, connection.createArrayOf("text", missing.toArray()));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    var closed = rows.getString(4).equals(ReceiptType.SESSION_CLOSED.name());
                    heads.put(rows.getString(1), new Head(rows.getLong(2) + 1, rows.getString(3), closed));
                }
            }
        } catch (SQLException e) {
            heads.keySet().removeAll(missing);
            throw e;
        }
    }

    private static LogHead read(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("""
                        SELECT l.id, coalesce((SELECT max(log_index) + 1 FROM receipt WHERE log = l.id), 0)
                          FROM log l ORDER BY l.id DESC LIMIT 1
                        """);
                var rows = select.executeQuery()) {
            if (!rows.next()) {
                throw new IllegalStateException("the store has no log: bug");
            }
            return new LogHead(rows.getShort(1), rows.getLong(2));
        }
    }

    Head of(String session) {
        var head = heads.get(session);
        if (head == null) {
            throw new IllegalStateException("the chain of session " + session + " was not loaded: bug");
        }
        return head;
    }

    LogHead log() {
        if (log == null) {
            throw new IllegalStateException("the end of the log was not loaded: bug");
        }
        return log;
    }

    void advance(Receipt receipt) {
        var closed = receipt.type() == ReceiptType.SESSION_CLOSED;
        heads.put(receipt.sessionId(), new Head(receipt.sequence() + 1, receipt.hash(), closed));
        log = new LogHead(log().log(), receipt.index() + 1);
    }

    /** Another node wrote, or it is not known what was written. */
    void forget() {
        heads.clear();
        log = null;
    }
}
