package dev.astern.stop;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The stop that needs no database, no network and no server: a file in a folder. It is looked for on every write, because
 * a watcher may be late. A folder that is not there or can't be read may have held one.
 */
public final class LocalStop {
    private static final int MAX_REASON = 500;

    private final Path folder;

    public LocalStop(Path folder) {
        this.folder = folder;
    }

    /** Why nothing may be written here, or empty. */
    public Optional<Problem> problem() {
        var names = folder.toFile().list();
        if (names == null) {
            return Optional.of(stopped("the stop folder of this node is missing or can't be read"));
        }
        return names.length == 0 ? Optional.empty() : Optional.of(stopped(reason(names[0])));
    }

    private static Problem stopped(String why) {
        return Problem.of(Reason.STOPPED, "stopped on this host: " + why)
                .with("stop", "local")
                .with("scope", "node");
    }

    private String reason(String name) {
        try (var file = java.nio.file.Files.newInputStream(folder.resolve(name))) {
            var text = new String(file.readNBytes(MAX_REASON), StandardCharsets.UTF_8)
                    .replaceAll("\\p{Cntrl}+", " ")
                    .strip();
            return text.isEmpty() ? "no reason given" : text;
        } catch (IOException | UncheckedIOException e) {
            return "its reason can't be read";
        }
    }
}
