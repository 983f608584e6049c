package dev.astern.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
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
 * @param body what the entry holds beside its place: text, integers, booleans, lists, maps and nulls only
 * @param disclosures by name, of the same kinds and {@link Personal}: what may be long or personal. The entry holds only
 *     their salted digests; they are kept apart, sealed, and can be erased.
 */
public record ReceiptDraft(
        String sessionId,
        @Nullable String actionId,
        ReceiptType type,
        Instant time,
        Map<String, @Nullable Object> body,
        Map<String, @Nullable Object> disclosures) {
    public ReceiptDraft {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(time, "time");
        disclosures = Collections.unmodifiableMap(new LinkedHashMap<>(disclosures));
    }
}
