package dev.astern.storage.postgres;

import dev.astern.journal.Leaf;
import dev.astern.model.Receipt;
import dev.astern.model.ReceiptDraft;
import dev.astern.sealing.DraftSealer.SealedDraft;
import dev.astern.storage.AlreadySettledException;
import dev.astern.storage.ChainBusyException;
import dev.astern.storage.ChainClosedException;
import dev.astern.storage.DuplicateKeyException;
import dev.astern.storage.StoreException;
import dev.astern.storage.postgres.ActionColumns.Stored;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Gives receipts their places in the log and writes what waits as one batch; takes the next batch when that is durable. A
 * lone receipt goes at once; under load many share a commit.
 */
final class JournalWriter implements AutoCloseable {
    private static final int MAX_BATCH = 256;
    private static final long MAX_SEALED_BYTES = 4_000_000;

    private final JournalConnection connection;
    /** Empty wakes the writer up to see that it is to stop. */
    private final LinkedBlockingQueue<Optional<Pending>> queue = new LinkedBlockingQueue<>();

    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    private final ChainHeads heads = new ChainHeads();
    private final Thread thread;
    private volatile boolean closed;

    JournalWriter(DataSource dataSource) {
        this.connection = new JournalConnection(dataSource);
        this.thread = Thread.ofPlatform().name("astern-journal").daemon().start(this::run);
    }

    CompletableFuture<Receipt> append(ReceiptDraft draft, SealedDraft sealed, @Nullable Stored action) {
        var pending = new Pending(draft, sealed, action, new CompletableFuture<>());
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
            connection.close();
        }
    }

    /**
     * As many as fit. An action comes up once in a batch, because one statement changes a row only once; a closing is
     * alone, so that it sees what was before it.
     */
    private List<Pending> nextBatch() {
        var batch = new ArrayList<Pending>();
        var actions = new HashSet<String>();
        long size = 0;
        while (!waiting.isEmpty() && batch.size() < MAX_BATCH && (batch.isEmpty() || size < MAX_SEALED_BYTES)) {
            var next = waiting.getFirst();
            if (next.closes() && !batch.isEmpty()) {
                break;
            }
            if (next.action() != null && !actions.add(next.action().action().id())) {
                break;
            }
            size += next.size();
            batch.add(waiting.removeFirst());
            if (next.closes()) {
                break;
            }
        }
        return batch;
    }

    private void write(List<Pending> batch) {
        try {
            complete(batch, places(batch));
        } catch (SQLException e) {
            heads.forget();
            failed(batch, e);
        } catch (RuntimeException e) {
            heads.forget();
            if (batch.size() == 1) {
                fail(batch, e);
            } else {
                batch.forEach(pending -> write(List.of(pending)));
            }
        }
    }

    private void failed(List<Pending> batch, SQLException e) {
        var refusal = Refusal.of(e);
        if (refusal == Refusal.UNREACHABLE) {
            connection.close();
            fail(batch, new StoreException("the journal could not be written", e));
        } else if (batch.size() > 1) {
            // One of the batch was refused, and only alone it shows which.
            batch.forEach(pending -> write(List.of(pending)));
        } else {
            fail(batch, exception(refusal, batch.getFirst(), e));
        }
    }

    private static StoreException exception(Refusal refusal, Pending pending, SQLException e) {
        var action = pending.action() == null ? null : pending.action().action();
        if (refusal == Refusal.ENDED && action != null) {
            return new AlreadySettledException(action.id());
        }
        if (refusal == Refusal.ENDED) {
            return new ChainBusyException(pending.session());
        }
        if (refusal == Refusal.KEY_TAKEN && action != null) {
            return new DuplicateKeyException(action.sessionId(), String.valueOf(action.idempotencyKey()));
        }
        return new StoreException("the journal could not be written", e);
    }

    /** Writes at the places that are believed to be next; when another node has taken them, asks behind the lock. */
    private List<Receipt> places(List<Pending> batch) throws SQLException {
        if (!connection.contended()) {
            try {
                return insert(batch);
            } catch (SQLException e) {
                if (Refusal.of(e) != Refusal.PLACE_TAKEN) {
                    throw e;
                }
                heads.forget();
            }
        }
        return connection.locked(() -> {
            heads.forget();
            return insert(batch);
        });
    }

    private List<Receipt> insert(List<Pending> batch) throws SQLException {
        var to = connection.open();
        heads.load(to, batch.stream().map(Pending::session).toList());
        var receipts = new ArrayList<Receipt>(batch.size());
        for (var pending : batch) {
            var receipt = receipt(pending);
            heads.advance(receipt);
            receipts.add(receipt);
        }
        BatchInsert.write(to, heads.log().log(), batch, receipts);
        return receipts;
    }

    private Receipt receipt(Pending pending) {
        var draft = pending.draft();
        var head = heads.of(draft.sessionId());
        if (head.closed()) {
            throw new ChainClosedException(draft.sessionId());
        }
        var leaf = Leaf.render(
                draft.sessionId(),
                head.sequence(),
                head.previous(),
                draft.type().code(),
                draft.time(),
                draft.actionId(),
                body(pending, head.sequence()));
        return new Receipt(
                draft.sessionId(),
                head.sequence(),
                draft.actionId(),
                draft.type(),
                draft.time(),
                heads.log().next(),
                leaf.text(),
                leaf.hash());
    }

    /** Only here it is known how many entries a chain has when it is closed. */
    private static Map<String, @Nullable Object> body(Pending pending, long sequence) {
        var body = pending.sealed().body();
        if (!pending.closes()) {
            return body;
        }
        var counted = new HashMap<>(body);
        counted.put("count", sequence + 1);
        return counted;
    }

    private static void complete(List<Pending> batch, List<Receipt> receipts) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).done().complete(receipts.get(i));
        }
    }

    private static void fail(List<Pending> batch, RuntimeException failure) {
        batch.forEach(pending -> pending.done().completeExceptionally(failure));
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
