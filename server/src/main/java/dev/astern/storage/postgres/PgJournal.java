package dev.astern.storage.postgres;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Bytes;
import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import dev.astern.journal.entry.Entry;
import dev.astern.model.Action;
import dev.astern.model.Disclosures;
import dev.astern.model.EntrySelection;
import dev.astern.model.Page;
import dev.astern.model.Receipt;
import dev.astern.model.ReceiptDraft;
import dev.astern.model.ReceiptType;
import dev.astern.sealing.DraftSealer;
import dev.astern.sealing.Sealed;
import dev.astern.sealing.Vault;
import dev.astern.storage.EntryCursor;
import dev.astern.storage.Journal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

final class PgJournal implements Journal {
    private static final String SELECT =
            "SELECT session_id, sequence, action_id, type, at, log_index, leaf, hash FROM receipt ";

    private final DataSource pool;
    private final JdbcClient jdbc;
    private final JournalWriter writer;
    private final DraftSealer sealer;
    private final Vault vault;
    private final ActionColumns columns;

    PgJournal(DataSource pool, JournalWriter writer, DraftSealer sealer, Vault vault, ActionColumns columns) {
        this.pool = pool;
        this.jdbc = JdbcClient.create(pool);
        this.writer = writer;
        this.sealer = sealer;
        this.vault = vault;
        this.columns = columns;
    }

    @Override
    public CompletableFuture<Receipt> append(ReceiptDraft draft, @Nullable Action action) {
        // Sealed by its caller's thread: the one that writes is what all wait for.
        return writer.append(draft, sealer.seal(draft), action == null ? null : columns.seal(action));
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
    public List<Receipt> ofActions(List<String> actionIds) {
        return jdbc.sql(SELECT + "WHERE action_id = ANY (:actions) ORDER BY action_id, sequence")
                .param("actions", actionIds.toArray(String[]::new))
                .query(PgJournal::row)
                .list();
    }

    @Override
    public EntryCursor entries(EntrySelection selection, boolean disclosed) {
        return PgEntryCursor.open(pool, vault, selection, disclosed);
    }

    /** Clocks of nodes differ a little, and times rise with places but for that: so it is looked for by halves. */
    @Override
    public long firstSince(short log, Instant since) {
        long low = 0;
        long high = jdbc.sql("SELECT coalesce(max(log_index) + 1, 0) FROM receipt WHERE log = :log")
                .param("log", log)
                .query(Long.class)
                .single();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (time(log, middle).isBefore(since)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Instant time(short log, long index) {
        return jdbc.sql("SELECT at FROM receipt WHERE log = :log AND log_index = :index")
                .param("log", log)
                .param("index", index)
                .query((row, number) -> PgTime.get(row, "at"))
                .single();
    }

    @Override
    public Disclosures disclosures(String sessionId, long sequence) {
        var texts = new ArrayList<String>();
        jdbc.sql("""
                        SELECT key_id, sealed FROM disclosure
                         WHERE session_id = :session AND sequence = :sequence ORDER BY key_id
                        """).param("session", sessionId).param("sequence", sequence).query(row -> {
            var sealed = new Sealed(row.getString("key_id"), Bytes.copyOf(row.getBytes("sealed")));
            vault.open(sealed, DraftSealer.bound(sessionId)).ifPresent(bytes -> texts.addAll(DraftSealer.texts(bytes)));
        });
        return new Disclosures(texts, missing(sessionId, sequence, texts));
    }

    /** How many of the entry's own disclosures can't be shown any more. */
    private int missing(String sessionId, long sequence, List<String> texts) {
        var leaf = jdbc.sql("SELECT leaf FROM receipt WHERE session_id = :session AND sequence = :sequence")
                .param("session", sessionId)
                .param("sequence", sequence)
                .query(String.class)
                .optional()
                .orElse("");
        var shown = texts.stream().map(PgJournal::digest).filter(leaf::contains).count();
        return Entry.parse(leaf.getBytes(UTF_8)) instanceof Parsed.Read<Entry>(var entry)
                ? Math.toIntExact(entry.digests() - shown)
                : 0;
    }

    /** Base64url has no characters that JSON would escape. */
    private static String digest(String text) {
        var hash = Hash.sha256(text.getBytes(US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash.toArray());
    }

    private static Receipt row(ResultSet row, int number) throws SQLException {
        return new Receipt(
                row.getString("session_id"),
                row.getLong("sequence"),
                row.getString("action_id"),
                ReceiptType.valueOf(row.getString("type")),
                PgTime.get(row, "at"),
                row.getLong("log_index"),
                row.getString("leaf"),
                row.getString("hash"));
    }
}
