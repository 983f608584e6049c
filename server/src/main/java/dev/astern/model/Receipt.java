package dev.astern.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One durable receipt.
 *
 * @param sessionId whose chain
 * @param sequence its place there, from 0 without gaps
 * @param actionId about which action, or null
 * @param type what happened
 * @param time when
 * @param index its place in the log, from 0 without gaps
 * @param leaf canonical JSON, which names the previous leaf's hash
 * @param hash SHA-256 in hex of 0x00 followed by the leaf
 */
public record Receipt(
        String sessionId,
        long sequence,
        @Nullable String actionId,
        ReceiptType type,
        Instant time,
        long index,
        String leaf,
        String hash) {
    public Receipt {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(leaf, "leaf");
        Objects.requireNonNull(hash, "hash");
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence " + sequence);
        }
    }
}
