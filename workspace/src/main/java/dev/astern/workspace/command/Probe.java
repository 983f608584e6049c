package dev.astern.workspace.command;

import dev.astern.workspace.file.RelPath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Finds out by trying how far commands can be kept apart on this host. */
public final class Probe {
    /**
     * @param level the best that works
     * @param why for each better one, why it does not
     */
    public record Found(Level level, List<String> why) {
        public Found {
            why = List.copyOf(why);
        }
    }

    private Probe() {}

    /** @param layers folders of runs are made in it */
    public static Found best(Sandbox sandbox, Path layers, Level from) {
        var why = new ArrayList<String>();
        for (var level : Level.values()) {
            if (level.compareTo(from) < 0) {
                continue;
            }
            var failure = failure(level, sandbox, layers);
            if (failure.isEmpty()) {
                return new Found(level, why);
            }
            why.add(level.name().toLowerCase(java.util.Locale.ROOT) + ": " + failure);
        }
        return new Found(Level.BARE, why);
    }

    private static String failure(Level level, Sandbox sandbox, Path layers) {
        try (var cell = Cell.make(level, sandbox, layers)) {
            var ran = new Runs(cell, "probe", () -> {})
                    .run(new Command(List.of("true"), RelPath.ROOT), Duration.ofSeconds(10));
            return ran.exitCode() == 0 ? "" : "a command that does nothing ended with " + ran.exitCode();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
