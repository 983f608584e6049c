package dev.astern.storage.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.model.Action;
import dev.astern.model.Page;
import dev.astern.model.Receipt;
import dev.astern.model.ReceiptDraft;
import dev.astern.model.ReceiptType;
import dev.astern.storage.Journal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

final class PgJournal implements Journal {
    private static final String SELECT = "SELECT session_id, sequence, action_id, type, at, leaf, hash FROM receipt ";

    private final JdbcClient jdbc;
    private final JournalWriter writer;

    PgJournal(JdbcClient jdbc, JournalWriter writer) {
        this.jdbc = jdbc;
        this.writer = writer;
    }

    @Override
    public CompletableFuture<Receipt> append(ReceiptDraft draft, @Nullable Action action) {
        return writer.append(draft, action);
    }

    @Override
    public Page<Receipt> ofSession(String sessionId, @Nullable String from, int limit) {
        var rows = jdbc.sql(SELECT + "WHERE session_id = :session AND sequence > :from ORDER BY sequence LIMIT :limit")
                .param("session", sessionId)
                .param("from", from == null ? -1 : Long.parseLong(from))
                .param("limit", Cursor.fetch(limit))
                .query(PgJournal::row)
                .list();
        return Cursor.page(rows, limit, receipt -> Long.toString(receipt.sequence()));
    }

    @Override
    public List<Receipt> ofAction(String actionId) {
        return jdbc.sql(SELECT + "WHERE action_id = :action ORDER BY sequence")
                .param("action", actionId)
                .query(PgJournal::row)
                .list();
    }

    @Override
    public Map<String, String> payloads(String sessionId, long sequence) {
        var payloads = new TreeMap<String, String>();
        jdbc.sql("SELECT name, content FROM payload WHERE session_id = :session AND sequence = :sequence")
                .param("session", sessionId)
                .param("sequence", sequence)
                .query(row -> {
                    payloads.put(row.getString("name"), new String(row.getBytes("content"), UTF_8));
                });
        return payloads;
    }

    private static Receipt row(ResultSet row, int number) throws SQLException {
        return new Receipt(
                row.getString("session_id"),
                row.getLong("sequence"),
                row.getString("action_id"),
                ReceiptType.valueOf(row.getString("type")),
                PgTime.get(row, "at"),
                row.getString("leaf"),
                row.getString("hash"));
    }
}
