package dev.astern.client;

import org.jspecify.annotations.Nullable;

/** The server refused, or could not be reached. */
public final class AsternException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String reason;
    private final String next;

    AsternException(int status, String reason, String detail, String next, @Nullable Throwable cause) {
        super(detail, cause);
        this.status = status;
        this.reason = reason;
        this.next = next;
    }

    /** The HTTP status, or 0 when there was no answer. */
    public int status() {
        return status;
    }

    /** The stable code. */
    public String reason() {
        return reason;
    }

    /** What to do next; may be empty. */
    public String next() {
        return next;
    }
}
