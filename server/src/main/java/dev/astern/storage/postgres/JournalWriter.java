package dev.astern.storage.postgres;

import dev.astern.journal.Leaf;
import dev.astern.model.Action;
import dev.astern.model.Receipt;
import dev.astern.model.ReceiptDraft;
import dev.astern.storage.AlreadySettledException;
import dev.astern.storage.DuplicateKeyException;
import dev.astern.storage.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Writes what waits as one batch, and takes the next batch when that is durable. A lone receipt goes at once; under load
 * many share a commit.
 */
final class JournalWriter implements AutoCloseable {
    private static final int MAX_BATCH = 256;
    private static final long MAX_PAYLOAD_CHARS = 4_000_000;
    /** Another node that writes to the same session all the time can win many times in a row. */
    private static final int MAX_STALE_HEADS = 500;

    private static final String UNIQUE_VIOLATION = "23505";

    private final DataSource dataSource;
    /** Empty wakes the writer up to see that it is to stop. */
    private final LinkedBlockingQueue<Optional<Pending>> queue = new LinkedBlockingQueue<>();

    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    private final ChainHeads heads = new ChainHeads();
    private final Thread thread;
    private volatile boolean closed;

    private @Nullable Connection connection;

    JournalWriter(DataSource dataSource) {
        this.dataSource = dataSource;
        this.thread = Thread.ofPlatform().name("astern-journal").daemon().start(this::run);
    }

    CompletableFuture<Receipt> append(ReceiptDraft draft, @Nullable Action action) {
        var pending = new Pending(draft, action, new CompletableFuture<>());
        if (closed) {
            pending.done().completeExceptionally(closedException());
        } else {
            queue.add(Optional.of(pending));
        }
        return pending.done();
    }

    private void run() {
        try {
            while (!closed || !queue.isEmpty() || !waiting.isEmpty()) {
                if (waiting.isEmpty()) {
                    queue.take().ifPresent(waiting::add);
                }
                while (!queue.isEmpty()) {
                    queue.remove().ifPresent(waiting::add);
                }
                if (!waiting.isEmpty()) {
                    write(nextBatch());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closed = true;
            disconnect();
        }
    }

    /** As many as fit; an action comes up once in a batch, because one statement changes a row only once. */
    private List<Pending> nextBatch() {
        var batch = new ArrayList<Pending>();
        var actions = new HashSet<String>();
        long size = 0;
        while (!waiting.isEmpty() && batch.size() < MAX_BATCH && (batch.isEmpty() || size < MAX_PAYLOAD_CHARS)) {
            var next = waiting.getFirst();
            if (next.action() != null && !actions.add(next.action().id())) {
                break;
            }
            size += next.draft().payloads().values().stream()
                    .mapToLong(String::length)
                    .sum();
            batch.add(waiting.removeFirst());
        }
        return batch;
    }

    private void write(List<Pending> batch) {
        try {
            complete(batch, insert(batch));
        } catch (SQLException e) {
            forget(batch);
            if (refused(e)) {
                batch.forEach(this::writeAlone);
            } else {
                disconnect();
                fail(batch, new StoreException("the journal could not be written", e));
            }
        } catch (RuntimeException e) {
            forget(batch);
            if (batch.size() == 1) {
                fail(batch, e);
            } else {
                batch.forEach(pending -> write(List.of(pending)));
            }
        }
    }

    /** One of a batch was refused, and only alone it shows which. */
    private void writeAlone(Pending pending) {
        var alone = List.of(pending);
        for (int attempt = 0; attempt < MAX_STALE_HEADS; attempt++) {
            try {
                complete(alone, insert(alone));
                return;
            } catch (SQLException e) {
                forget(alone);
                var refusal = refusal(pending, e);
                if (refusal != null) {
                    if (!refused(e)) {
                        disconnect();
                    }
                    fail(alone, refusal);
                    return;
                }
            } catch (RuntimeException e) {
                forget(alone);
                fail(alone, e);
                return;
            }
        }
        fail(alone, new StoreException("others keep writing to session " + pending.session(), null));
    }

    /** Null when another node's receipt took the place, so that the next place is to be tried. */
    private static @Nullable StoreException refusal(Pending pending, SQLException e) {
        var action = pending.action();
        if (BatchInsert.ENDED.equals(e.getSQLState()) && action != null) {
            return new AlreadySettledException(action.id());
        }
        if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
            return new StoreException("the journal could not be written", e);
        }
        if (action == null || !String.valueOf(e.getMessage()).contains("action_idempotency_key")) {
            return null;
        }
        return new DuplicateKeyException(action.sessionId(), String.valueOf(action.idempotencyKey()));
    }

    /** The database looked at it and said no: nothing was written, and it is there. */
    private static boolean refused(SQLException e) {
        return UNIQUE_VIOLATION.equals(e.getSQLState()) || BatchInsert.ENDED.equals(e.getSQLState());
    }

    private List<Receipt> insert(List<Pending> batch) throws SQLException {
        var to = connect();
        heads.load(to, batch.stream().map(Pending::session).toList());
        var receipts = new ArrayList<Receipt>(batch.size());
        for (var pending : batch) {
            var receipt = receipt(pending.draft());
            heads.advance(receipt);
            receipts.add(receipt);
        }
        BatchInsert.write(to, batch, receipts);
        return receipts;
    }

    private Receipt receipt(ReceiptDraft draft) {
        var head = heads.of(draft.sessionId());
        var leaf = Leaf.render(
                draft.sessionId(),
                head.sequence(),
                head.previous(),
                draft.type().code(),
                draft.time(),
                draft.actionId(),
                draft.body());
        return new Receipt(
                draft.sessionId(),
                head.sequence(),
                draft.actionId(),
                draft.type(),
                draft.time(),
                leaf.text(),
                leaf.hash());
    }

    private static void complete(List<Pending> batch, List<Receipt> receipts) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).done().complete(receipts.get(i));
        }
    }

    private static void fail(List<Pending> batch, RuntimeException failure) {
        batch.forEach(pending -> pending.done().completeExceptionally(failure));
    }

    private void forget(List<Pending> batch) {
        heads.forget(batch.stream().map(Pending::session).toList());
    }

    private Connection connect() throws SQLException {
        if (connection == null) {
            connection = dataSource.getConnection();
        }
        return connection;
    }

    private void disconnect() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // It is broken, and that is why it is let go.
            }
            connection = null;
        }
    }

    private static StoreException closedException() {
        return new StoreException("the journal is closed", null);
    }

    /** Writes what waits, then stops. */
    @Override
    public void close() {
        closed = true;
        queue.add(Optional.empty());
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.forEach(left -> left.ifPresent(pending -> fail(List.of(pending), closedException())));
    }
}
