package dev.astern.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the journal becomes evidence.
 *
 * @param tick how often a checkpoint is signed while entries come in
 * @param signedWithin how long an action that waits for a signed checkpoint does so before it is refused
 * @param witnessEvery how often the witnesses are asked while nobody waits for them
 * @param witnessedWithin how long an action that waits for the witnesses does so before it is refused
 * @param stampEvery how often a checkpoint is stamped by the authority of time
 * @param unsignedFor how long entries may be without a checkpoint before writes are refused
 * @param retain how long what sessions keep sealed is kept after they were closed; null for ever
 */
public record EvidenceSettings(
        Duration tick,
        Duration signedWithin,
        Duration witnessEvery,
        Duration witnessedWithin,
        Duration stampEvery,
        Duration unsignedFor,
        @Nullable Duration retain) {
    public static EvidenceSettings defaults() {
        return retaining(null);
    }

    public static EvidenceSettings retaining(@Nullable Duration retain) {
        return new EvidenceSettings(
                Duration.ofMillis(50),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                retain);
    }
}
