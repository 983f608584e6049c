package dev.astern.journal.note;

import java.time.Instant;
import java.util.Optional;

/**
 * A signature that was checked.
 *
 * @param key whose it is
 * @param seen when a witness saw the text, for a cosignature only
 */
public record VerifiedSignature(VerifierKey key, Optional<Instant> seen) {}
