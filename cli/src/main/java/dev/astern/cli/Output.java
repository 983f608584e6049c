package dev.astern.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that a command makes for its user. */
final class Output {
    private Output() {}

    static void refuseToOverwrite(Path file, boolean force) {
        if (!force && Files.exists(file)) {
            throw new UsageException(file + " is there already; name another with --out, or overwrite it with --force");
        }
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UsageException("can't write " + file + ": " + e.getClass().getSimpleName());
        }
    }
}
