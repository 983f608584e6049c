package dev.astern.server;

import dev.astern.model.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name this node keeps across restarts, so that it knows which actions in doubt are its own. */
final class NodeName {
    private NodeName() {}

    static String of(Path dataDir, Ids ids) {
        var file = dataDir.resolve("node");
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        }
        var name = ids.next("node");
        PrivateFile.write(file, name + "\n");
        return name;
    }
}
