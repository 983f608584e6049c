package dev.astern.journal.entry;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an entry says happened. */
public enum EntryType {
    SESSION_OPENED,
    SESSION_REVOKED,
    /** A failure halted it until a person has looked. */
    SESSION_HALTED,
    SESSION_RESUMED,
    /** Its limits were changed. */
    SESSION_LIMITED,
    /** The last of its chain; it has the count of all of them. */
    SESSION_CLOSED,
    /** Durable before an effect can be. */
    INTENT,
    /** It waits for people, who are shown what it would do. */
    HELD,
    /** A person decided about an action that is held, or time did. */
    APPROVAL,
    /** How an action ended. */
    RESULT,
    /** Refused before anything ran. */
    REFUSAL,
    /** An undo was ordered. */
    UNDO,
    /** A person did something to Astern itself. */
    ACT,
    /** Something about an incident that people look into; each has a chain of its own. */
    INCIDENT,
    /** Another policy is in force from here on. */
    POLICY,
    /** Keys were destroyed, and with them what they had encrypted. */
    ERASURE,
    /** The log is signed with another key from here on. */
    KEY_ROTATION,
    /** The log goes on after entries were lost. */
    RECOVERY;

    private static final Map<String, EntryType> BY_CODE =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(EntryType::code, Function.identity()));

    private final String code = name().toLowerCase(Locale.ROOT);

    /** As entries have it, for example {@code session_opened}. */
    public String code() {
        return code;
    }

    static Optional<EntryType> of(@Nullable Object code) {
        return code instanceof String text ? Optional.ofNullable(BY_CODE.get(text)) : Optional.empty();
    }
}
