package dev.astern.model;

import dev.astern.journal.Bytes;
import java.time.Instant;
import java.util.Objects;

/**
 * What an authority says of when a checkpoint was there.
 *
 * @param note whose bytes were stamped
 * @param response of RFC 3161, in DER
 */
public record TimeStamp(short log, long size, String note, Bytes response, Instant at) {
    public TimeStamp {
        Objects.requireNonNull(note, "note");
        Objects.requireNonNull(response, "response");
        Objects.requireNonNull(at, "at");
    }
}
