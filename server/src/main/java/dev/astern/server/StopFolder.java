package dev.astern.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder whose files stop this node. It is made once in the life of a data folder: one that is gone later may have
 * held a file, so that it is not made again but by a person.
 */
final class StopFolder {
    private static final String MADE = "stop-folder-made";

    private StopFolder() {}

    static Path open(Path dataDir, Path folder) {
        var made = dataDir.resolve(MADE);
        try {
            if (!Files.exists(made)) {
                Files.createDirectories(folder);
                PrivateFile.write(made, "The stop folder was made once. See docs/stop.md before removing this file.\n");
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("the stop folder " + folder + " can't be made", e);
        }
    }
}
