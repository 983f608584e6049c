package dev.astern.connector;

import java.util.List;
import java.util.Objects;

/**
 * What a target looks like to its connector.
 *
 * @param state the worst that was found
 * @param product for example {@code PostgreSQL 18.6}; empty when unreachable
 * @param resources how many resources are captured
 * @param findings what a person should know or mend, worst first
 * @param keptBytes size of the images and of objects moved aside
 * @param keptLimitBytes where writes are held
 */
public record TargetStatus(
        State state, String product, int resources, List<Finding> findings, long keptBytes, long keptLimitBytes) {
    public TargetStatus {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(product, "product");
        findings = List.copyOf(findings);
    }

    /** From good to bad. */
    public enum State {
        READY,
        /** It is being made ready, which needs nobody; until then some actions are refused. */
        PREPARING,
        /** Reachable, rights suffice, nothing installed. */
        NOT_INSTALLED,
        /** Some resources are without capture or changed their shape; they refuse writes, the others work. */
        OUTDATED,
        /** The limit of kept images is reached; writes are held. */
        FULL,
        /** Capture was altered by somebody else; writes are refused. */
        TAMPERED,
        /** Rights are missing. */
        NOT_READY,
        UNREACHABLE
    }

    /**
     * @param resource what it is about, or empty for the whole target
     * @param reason the reason a write would be refused with
     * @param detail one sentence
     * @param next what to do
     */
    public record Finding(String resource, Reason reason, String detail, String next) {}
}
