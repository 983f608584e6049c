package dev.astern.model;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that people look into. What is said of it is its chain in the journal, which has its id.
 *
 * @param id {@code inc_…}
 * @param of what caused it, {@code apr_…} or {@code stp_…}; null for what a person saw
 * @param sessions that it is about, sorted
 * @param what in words
 * @param owner who looks after it: whoever opened it until somebody else is named
 * @param closing how it ended, or null while it is open
 */
public record Incident(
        String id,
        Cause cause,
        @Nullable String of,
        List<String> sessions,
        String what,
        String openedBy,
        String openedByName,
        Instant openedAt,
        String owner,
        @Nullable Closing closing) {
    /** What made somebody look. */
    public enum Cause {
        BREAK_GLASS,
        STOP,
        PERSON;

        /** The name outside, for example {@code break_glass}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param resolution what was found and done */
    public record Closing(String byName, Instant at, String resolution) {}

    public Incident {
        Objects.requireNonNull(id, "id");
        if ((cause == Cause.PERSON) != (of == null)) {
            throw new IllegalArgumentException("an incident by " + cause.code() + " of " + of + ": bug");
        }
        sessions = sessions.stream().sorted().distinct().toList();
        Objects.requireNonNull(owner, "owner");
    }

    public boolean open() {
        return closing == null;
    }

    public Incident about(List<String> others) {
        return new Incident(id, cause, of, others, what, openedBy, openedByName, openedAt, owner, closing);
    }

    public Incident ownedBy(String other) {
        return new Incident(id, cause, of, sessions, what, openedBy, openedByName, openedAt, other, closing);
    }

    public Incident closed(Closing how) {
        return new Incident(id, cause, of, sessions, what, openedBy, openedByName, openedAt, owner, how);
    }
}
