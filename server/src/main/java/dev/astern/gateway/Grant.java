package dev.astern.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * That people let a held action run: once, and only what they were shown.
 *
 * @param approval its request's id
 * @param fingerprint of what they were shown
 * @param reviewers who agreed, by name
 * @param at when the last of them did
 */
public record Grant(String approval, String fingerprint, List<String> reviewers, Instant at) {
    public Grant {
        Objects.requireNonNull(approval, "approval");
        Objects.requireNonNull(fingerprint, "fingerprint");
        reviewers = List.copyOf(reviewers);
        Objects.requireNonNull(at, "at");
    }
}
