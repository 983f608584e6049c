package dev.astern.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a session is held to beside policy.
 *
 * @param limits how much it may change before a person is asked
 * @param failFast whether its first failure halts it until a person has looked
 * @param undoOnFailure whether what failed in part is undone by itself where that is trivial
 * @param halt that it is halted, or null
 */
public record Conduct(
        Limits limits,
        boolean failFast,
        boolean undoOnFailure,
        @Nullable Halt halt) {
    public static final Conduct FREE = new Conduct(Limits.NONE, false, false, null);

    /**
     * @param action which failed
     * @param why its reason's code, or {@code exit_code_N}
     */
    public record Halt(String action, String why, Instant at) {}

    public Conduct {
        Objects.requireNonNull(limits, "limits");
    }
}
