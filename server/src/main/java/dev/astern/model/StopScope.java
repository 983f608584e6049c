package dev.astern.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a stop holds. */
public enum StopScope {
    /** Every agent, everywhere. */
    ALL,
    ENVIRONMENT,
    WORKFLOW,
    AGENT,
    /** Named {@code AGENT@VERSION}. */
    AGENT_VERSION,
    /** A session; also an undo, which is one. */
    SESSION,
    TARGET;

    /** The name outside, for example {@code agent_version}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<StopScope> ofCode(String code) {
        return Arrays.stream(values()).filter(s -> s.code().equals(code)).findFirst();
    }
}
