package dev.astern.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A policy as it was put in force.
 *
 * @param place counts up with each that is put; 0 before it is
 * @param digest SHA-256 in hex over its content
 * @param content YAML
 * @param by the operator's id
 */
public record KeptPolicy(
        long place, String digest, String name, String version, String content, Instant at, String by) {
    public KeptPolicy {
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(by, "by");
    }
}
