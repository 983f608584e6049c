package dev.astern.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A checkpoint that the log's signer has signed.
 *
 * @param size how many entries it covers
 * @param note with the log's signature, without those of witnesses
 */
public record SignedCheckpoint(short log, long size, String note, Instant signedAt) {
    public SignedCheckpoint {
        Objects.requireNonNull(note, "note");
        Objects.requireNonNull(signedAt, "signedAt");
    }
}
