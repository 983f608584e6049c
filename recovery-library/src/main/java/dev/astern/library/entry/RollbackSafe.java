package dev.astern.library.entry;

import java.util.Optional;
import java.util.Set;

/**
 * When taking it back is safe.
 *
 * @param mode always, never, or on a condition
 * @param words the condition, for people; the mode's name otherwise
 * @param check what a machine can check of it; without one a person has to say that the words hold
 */
public record RollbackSafe(Mode mode, String words, Optional<RollbackCheck> check) {
    /** Whether there is a condition at all. */
    public enum Mode {
        ALWAYS,
        NEVER,
        CONDITION
    }

    public static RollbackSafe of(String words, Optional<RollbackCheck> check) {
        var mode = switch (words) {
            case "always" -> Mode.ALWAYS;
            case "never" -> Mode.NEVER;
            default -> Mode.CONDITION;
        };
        return new RollbackSafe(mode, words, check);
    }

    public static RollbackSafe never() {
        return of("never", Optional.empty());
    }

    /** Placeholders that the check compares. */
    public Set<String> placeholders() {
        return check.map(RollbackCheck::placeholders).orElse(Set.of());
    }
}
