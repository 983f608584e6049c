package dev.astern.evidence;

import dev.astern.config.GatewaySettings;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.model.Action;
import dev.astern.model.Receipt;
import dev.astern.model.ReceiptDraft;
import dev.astern.storage.AlreadySettledException;
import dev.astern.storage.ChainBusyException;
import dev.astern.storage.ChainClosedException;
import dev.astern.storage.DuplicateKeyException;
import dev.astern.storage.Journal;
import dev.astern.storage.StoreException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Puts receipts into the journal and tells when they are durable, or why that is not known. */
public final class Recorder {
    private final Journal journal;
    private final GatewaySettings settings;

    public Recorder(Journal journal, GatewaySettings settings) {
        this.journal = journal;
        this.settings = settings;
    }

    public CompletableFuture<Receipt> submit(ReceiptDraft draft, @Nullable Action action) {
        return journal.append(draft, action);
    }

    /**
     * Keeps a receipt that is about no action.
     *
     * @throws ProblemException when it is not known to be durable
     */
    public void record(ReceiptDraft draft) {
        await(submit(draft, null)).ifPresent(problem -> {
            throw problem.toException();
        });
    }

    /** Waits until a receipt is durable; empty when it is. */
    public Optional<Problem> await(CompletableFuture<Receipt> receipt) {
        try {
            receipt.get(settings.storeTimeout().toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(problem(e.getCause() == null ? e : e.getCause()));
        } catch (TimeoutException e) {
            return Optional.of(Problem.of(Reason.STORE_UNREACHABLE, "the receipt was not durable in time"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(Problem.of(Reason.CANCELLED, "the gateway is shutting down"));
        }
    }

    private static Problem problem(Throwable cause) {
        return switch (cause) {
            case DuplicateKeyException e ->
                Problem.of(Reason.IDEMPOTENCY_KEY_IN_USE, "another request with this key came first");
            case AlreadySettledException e ->
                Problem.of(Reason.CONFLICTING_STATE, "the action has been settled by another node");
            case ChainClosedException e -> Problem.of(Reason.SESSION_CLOSED, "the session has its last receipt");
            case ChainBusyException e -> Problem.of(Reason.CONFLICTING_STATE, "the session has actions in flight");
            case StoreException e -> Problem.of(Reason.STORE_UNREACHABLE, "the receipt could not be written");
            default ->
                Problem.of(
                        Reason.INTERNAL,
                        "writing a receipt failed: " + cause.getClass().getSimpleName());
        };
    }
}
