package dev.astern.storage.postgres;

import dev.astern.model.Action;
import dev.astern.model.Receipt;
import dev.astern.model.ReceiptDraft;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A receipt that waits to be written. */
record Pending(ReceiptDraft draft, @Nullable Action action, CompletableFuture<Receipt> done) {
    String session() {
        return draft.sessionId();
    }
}
