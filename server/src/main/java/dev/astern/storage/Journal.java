package dev.astern.storage;

import dev.astern.model.Action;
import dev.astern.model.Page;
import dev.astern.model.Receipt;
import dev.astern.model.ReceiptDraft;
import java.util.List;
import java.util.Map;
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
     *     with the same idempotency key, and with {@link StoreException} when it is not known to be durable.
     */
    CompletableFuture<Receipt> append(ReceiptDraft draft, @Nullable Action action);

    /** A session's receipts in order. */
    Page<Receipt> ofSession(String sessionId, @Nullable String from, int limit);

    /** An action's receipts in order. */
    List<Receipt> ofAction(String actionId);

    /** The payloads of one receipt, by name. */
    Map<String, String> payloads(String sessionId, long sequence);
}
