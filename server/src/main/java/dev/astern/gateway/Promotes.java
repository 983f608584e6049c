package dev.astern.gateway;

import java.util.Objects;

/**
 * What was tried out at a staging target, and is to be done where it counts.
 *
 * @param action that was applied there
 * @param target the staging target
 * @param digest of what it changed there, from its outcome
 */
public record Promotes(String action, String target, String digest) {
    public Promotes {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(digest, "digest");
    }
}
