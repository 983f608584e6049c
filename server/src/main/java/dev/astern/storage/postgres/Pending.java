package dev.astern.storage.postgres;

import dev.astern.model.Receipt;
import dev.astern.model.ReceiptDraft;
import dev.astern.model.ReceiptType;
import dev.astern.sealing.DraftSealer.SealedDraft;
import dev.astern.storage.postgres.ActionColumns.Stored;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A receipt that waits to be written. */
record Pending(
        ReceiptDraft draft, SealedDraft sealed, @Nullable Stored action, CompletableFuture<Receipt> done) {
    String session() {
        return draft.sessionId();
    }

    /** Whether it is the last of its chain. */
    boolean closes() {
        return draft.type() == ReceiptType.SESSION_CLOSED;
    }

    long size() {
        return sealed.parts().stream().mapToLong(part -> part.bytes().length()).sum();
    }
}
