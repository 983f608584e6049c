package dev.astern.workspace.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a command ended; all its processes have.
 *
 * @param killed why it was killed, or null
 * @param stdout what it printed, in full
 */
public record Ran(int exitCode, @Nullable Killed killed, Path stdout, Path stderr, long durationMs) {
    /** Why a command was ended before it ended itself. */
    public enum Killed {
        TIMEOUT,
        TOO_MUCH_OUTPUT,
        CANCELLED
    }
}
