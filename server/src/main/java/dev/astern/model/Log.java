package dev.astern.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The log that receipts are appended to.
 *
 * @param id 1 for the first; a further one begins only after entries that had been signed were lost
 * @param origin its name in checkpoints
 * @param key the verifier key of whoever signs it now, or null before anything was signed
 * @param halted why nothing is signed, or null
 * @param after what was lost of the log before this one; null for the first
 */
public record Log(
        short id,
        String origin,
        Instant openedAt,
        @Nullable String key,
        @Nullable String halted,
        @Nullable Lost after) {
    /**
     * @param origin of the log that lost entries
     * @param signedSize how many entries it had been signed for; -1 when nobody knows any more
     * @param signedRoot their root, or empty
     * @param keptSize how many of them are left
     */
    public record Lost(String origin, long signedSize, String signedRoot, long keptSize) {
        public Lost {
            Objects.requireNonNull(origin, "origin");
            Objects.requireNonNull(signedRoot, "signedRoot");
        }
    }

    public Log {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(openedAt, "openedAt");
    }
}
