package dev.astern.storage;

import dev.astern.model.Action;
import dev.astern.model.Disclosures;
import dev.astern.model.EntrySelection;
import dev.astern.model.Page;
import dev.astern.model.Receipt;
import dev.astern.model.ReceiptDraft;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The append-only log of receipts. */
public interface Journal {
    /**
     * Appends a receipt to its session's chain and, in the same durable step, writes the action it is about. Many
     * callers' receipts share a commit; a lone one does not wait for company.
     *
     * @param action inserted when it is new, otherwise brought to this state; null when the receipt is about none. An
     *     action that has reached a settled state never changes again: then nothing is written and the future
     *     fails with {@link AlreadySettledException}.
     * @return completes when it is durable. Fails with {@link DuplicateKeyException} when the session has another action
     *     with the same idempotency key, with {@link ChainClosedException} when the session's chain has its last receipt,
     *     and with {@link StoreException} when it is not known to be durable.
     */
    CompletableFuture<Receipt> append(ReceiptDraft draft, @Nullable Action action);

    /** A session's receipts in order. */
    Page<Receipt> ofSession(String sessionId, @Nullable String from, int limit);

    /** An action's receipts in order. */
    List<Receipt> ofAction(String actionId);

    /** Several actions' receipts; each action's in order. */
    List<Receipt> ofActions(List<String> actionIds);

    /** @param disclosed whether disclosures are opened, too */
    EntryCursor entries(EntrySelection selection, boolean disclosed);

    /** The first index from which on entries are of a moment or later, by the clocks of those who wrote them. */
    long firstSince(short log, Instant since);

    /** What a receipt's entry does not contain; what was erased is left out. */
    Disclosures disclosures(String sessionId, long sequence);
}
