package dev.astern.connector;

import java.util.Map;
import java.util.Objects;

/**
 * One refusal or failure, as it crosses every border: a stable reason, a sentence for people, and facts for programs.
 * Neither the detail nor the facts ever hold a secret.
 *
 * @param reason the stable code
 * @param detail one sentence about this very case
 * @param facts extra machine-readable values, for example {@code sqlstate}
 */
public record Problem(Reason reason, String detail, Map<String, String> facts) {
    public Problem {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(detail, "detail");
        facts = Map.copyOf(facts);
    }

    public static Problem of(Reason reason, String detail) {
        return new Problem(reason, detail, Map.of());
    }

    public Problem with(String fact, String value) {
        var more = new java.util.LinkedHashMap<>(facts);
        more.put(fact, value);
        return new Problem(reason, detail, more);
    }

    public ProblemException toException() {
        return new ProblemException(this);
    }
}
