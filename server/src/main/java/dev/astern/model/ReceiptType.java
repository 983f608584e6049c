package dev.astern.model;

import java.util.Locale;

/** What a receipt says happened. */
public enum ReceiptType {
    SESSION_OPENED,
    /** The last of a session; carries how many receipts came before it. */
    SESSION_CLOSED,
    /** Durable before an effect can be. */
    INTENT,
    /** How an action ended; for reads the only one. */
    RESULT,
    /** A refusal before anything ran. */
    REFUSAL;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
