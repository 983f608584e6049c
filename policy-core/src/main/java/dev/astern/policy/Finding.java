package dev.astern.policy;

import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;

/**
 * Something about a policy file that its author should know.
 *
 * @param line from 1
 * @param column from 1, in characters
 */
public record Finding(int line, int column, Code code, Severity severity, String message)
        implements Comparable<Finding> {
    private static final Comparator<Finding> ORDER = Comparator.comparingInt(Finding::line)
            .thenComparingInt(Finding::column)
            .thenComparing(Finding::code)
            .thenComparing(Finding::message);

    /** Whether the policy can be used all the same. */
    public enum Severity {
        ERROR,
        WARNING;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What kind of thing it is; stable, for programs. */
    public enum Code {
        NOT_YAML,
        TOO_LARGE,
        ALIAS,
        WRONG_TYPE,
        UNKNOWN_KEY,
        MISSING_KEY,
        DUPLICATE_KEY,
        BAD_VALUE,
        DUPLICATE_RULE,
        CONDITION,
        NEVER_FIRES,
        NO_EFFECT,
        BELOW_FLOOR;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Finding {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(message, "message");
    }

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }

    /** As compilers print it, after the file's name: {@code 12:5: error: …}. */
    @Override
    public String toString() {
        return line + ":" + column + ": " + severity.code() + ": " + message + " [" + code.code() + "]";
    }
}
