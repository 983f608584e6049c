package dev.astern.simulation;

import dev.astern.connector.testkit.Scheduler;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.Disclosures;
import dev.astern.model.EntrySelection;
import dev.astern.model.Page;
import dev.astern.model.Receipt;
import dev.astern.model.ReceiptDraft;
import dev.astern.model.ReceiptType;
import dev.astern.storage.ActionStore;
import dev.astern.storage.AlreadySettledException;
import dev.astern.storage.ChainBusyException;
import dev.astern.storage.ChainClosedException;
import dev.astern.storage.DuplicateKeyException;
import dev.astern.storage.EntryCursor;
import dev.astern.storage.Journal;
import dev.astern.storage.StoreException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A store in memory that outlives the nodes: late, forgetful, and never wrong about what it has kept. */
final class SimJournal implements Journal, ActionStore {
    private final Scheduler scheduler;
    private final Map<String, Action> actions = new LinkedHashMap<>();
    private final List<Receipt> receipts = new ArrayList<>();
    private final Map<String, Instant> heartbeats = new HashMap<>();
    private final Deque<Append> queue = new ArrayDeque<>();
    private Faults faults = Faults.NONE;

    SimJournal(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void faults(Faults now) {
        faults = now;
    }

    /** Waiting lets others go on, and may take too long. */
    private final class Append extends CompletableFuture<Receipt> {
        private final ReceiptDraft draft;
        private final @Nullable Action action;
        private final int node = scheduler.node();

        private Append(ReceiptDraft draft, @Nullable Action action) {
            this.draft = draft;
            this.action = action;
        }

        @Override
        public Receipt get(long timeout, TimeUnit unit)
                throws InterruptedException, ExecutionException, TimeoutException {
            while (!isDone()) {
                if (scheduler.chance(faults.awaitTimesOut())) {
                    throw new TimeoutException();
                }
                if (scheduler.chance(0.5)) {
                    writeNext();
                }
                scheduler.pause();
            }
            return super.get(timeout, unit);
        }
    }

    @Override
    public CompletableFuture<Receipt> append(ReceiptDraft draft, @Nullable Action action) {
        var append = new Append(draft, action);
        queue.add(append);
        if (action == null) {
            // Openings and closings of sessions are waited for at once.
            drain();
        }
        return append;
    }

    /** Writes all that waits. */
    void drain() {
        while (!queue.isEmpty()) {
            writeNext();
        }
    }

    /** What was not written when its node died is lost, or arrives late. */
    void nodeDied(int node) {
        queue.removeIf(a -> a.node == node && scheduler.chance(0.5));
        drain();
    }

    private void writeNext() {
        var append = queue.poll();
        if (append == null) {
            return;
        }
        if (append.action != null && scheduler.chance(faults.appendFails())) {
            append.completeExceptionally(new StoreException("simulated", new IllegalStateException("not written")));
            return;
        }
        try {
            var receipt = write(append.draft, append.action);
            if (append.action != null && scheduler.chance(faults.appendLost())) {
                append.completeExceptionally(new StoreException("simulated", new IllegalStateException("written")));
            } else {
                append.complete(receipt);
            }
        } catch (StoreException e) {
            append.completeExceptionally(e);
        }
    }

    private Receipt write(ReceiptDraft draft, @Nullable Action action) {
        if (isClosed(draft.sessionId())) {
            throw new ChainClosedException(draft.sessionId());
        }
        if (draft.type() == ReceiptType.SESSION_CLOSED && isBusy(draft.sessionId())) {
            throw new ChainBusyException(draft.sessionId());
        }
        if (action != null) {
            var known = actions.get(action.id());
            if (known != null && (known.state().settled() || action.state() == ActionState.RUNNING)) {
                throw new AlreadySettledException(action.id());
            }
            var key = action.idempotencyKey();
            if (known == null
                    && key != null
                    && byIdempotencyKey(action.sessionId(), key).isPresent()) {
                throw new DuplicateKeyException(action.sessionId(), key);
            }
            actions.put(action.id(), action);
        }
        var sequence = receipts.stream()
                .filter(r -> r.sessionId().equals(draft.sessionId()))
                .count();
        var receipt = new Receipt(
                draft.sessionId(),
                sequence,
                draft.actionId(),
                draft.type(),
                draft.time(),
                receipts.size(),
                "leaf",
                "hash");
        receipts.add(receipt);
        return receipt;
    }

    private boolean isClosed(String session) {
        return receipts.stream().anyMatch(r -> r.sessionId().equals(session) && r.type() == ReceiptType.SESSION_CLOSED);
    }

    private boolean isBusy(String session) {
        return actions.values().stream()
                .anyMatch(a -> a.sessionId().equals(session) && !a.state().settled());
    }

    boolean hasIntent(String actionId) {
        return ofAction(actionId).stream().anyMatch(r -> r.type() == ReceiptType.INTENT);
    }

    Collection<Action> all() {
        return List.copyOf(actions.values());
    }

    @Override
    public Page<Receipt> ofSession(String sessionId, @Nullable String from, int limit) {
        return new Page<>(
                receipts.stream().filter(r -> r.sessionId().equals(sessionId)).toList(), null);
    }

    @Override
    public List<Receipt> ofActions(List<String> actionIds) {
        return actionIds.stream().flatMap(id -> ofAction(id).stream()).toList();
    }

    @Override
    public List<Receipt> ofAction(String actionId) {
        return receipts.stream().filter(r -> actionId.equals(r.actionId())).toList();
    }

    @Override
    public EntryCursor entries(EntrySelection selection, boolean disclosed) {
        throw new IllegalStateException("nobody exports here");
    }

    @Override
    public long firstSince(short log, Instant since) {
        throw new IllegalStateException("nobody exports here");
    }

    @Override
    public Disclosures disclosures(String sessionId, long sequence) {
        return new Disclosures(List.of(), 0);
    }

    @Override
    public Optional<Action> byId(String id) {
        return Optional.ofNullable(actions.get(id));
    }

    @Override
    public List<Action> byIds(Collection<String> ids) {
        return ids.stream().map(actions::get).filter(Objects::nonNull).toList();
    }

    @Override
    public boolean became(String actionId, String digest, String found) {
        return digest.equals(found);
    }

    @Override
    public Optional<Action> byIdempotencyKey(String sessionId, String key) {
        return actions.values().stream()
                .filter(a -> a.sessionId().equals(sessionId) && key.equals(a.idempotencyKey()))
                .findFirst();
    }

    @Override
    public Page<Action> page(@Nullable String sessionId, @Nullable String from, int limit) {
        return new Page<>(List.copyOf(actions.values()), null);
    }

    @Override
    public List<Action> effective(String sessionId) {
        return actions.values().stream()
                .filter(a -> a.sessionId().equals(sessionId) && a.state() == ActionState.APPLIED)
                .toList();
    }

    @Override
    public List<Action> inDoubt(String node, Instant deadSince) {
        return actions.values().stream()
                .filter(a -> !a.state().settled())
                .filter(a -> a.node().equals(node)
                        || heartbeats.getOrDefault(a.node(), Instant.EPOCH).isBefore(deadSince))
                .toList();
    }

    @Override
    public void heartbeat(String node, Instant at) {
        heartbeats.put(node, at);
    }
}
