package dev.astern.model;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A receipt to be written, before its place in its session's chain is known.
 *
 * @param sessionId whose chain
 * @param actionId about which action, or null
 * @param type what happened
 * @param time when, by the node's clock
 * @param body what the leaf holds beside its place: text, integers, booleans, lists, maps and nulls only
 * @param payloads by name, kept apart from the chained part, whose body holds only their digests
 */
public record ReceiptDraft(
        String sessionId,
        @Nullable String actionId,
        ReceiptType type,
        Instant time,
        Map<String, @Nullable Object> body,
        Map<String, String> payloads) {
    public ReceiptDraft {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(time, "time");
        payloads = Map.copyOf(payloads);
    }
}
