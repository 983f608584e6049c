package dev.astern.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The server refused, or could not be reached. */
public final class AsternException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String reason;
    private final String next;
    private final transient Map<String, String> facts;

    AsternException(int status, String reason, String detail, String next, @Nullable Throwable cause) {
        this(status, reason, detail, next, Map.of(), cause);
    }

    AsternException(
            int status,
            String reason,
            String detail,
            String next,
            Map<String, String> facts,
            @Nullable Throwable cause) {
        super(detail, cause);
        this.status = status;
        this.reason = reason;
        this.next = next;
        this.facts = Map.copyOf(facts);
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

    /** More for programs, for example {@code action}; may be empty. */
    public Map<String, String> facts() {
        return facts;
    }
}
