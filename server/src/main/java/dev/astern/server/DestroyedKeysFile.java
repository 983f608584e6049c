package dev.astern.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The ids of keys that were destroyed, on this machine and not in the store, so that a backup of the store that still has
 * them brings nothing back.
 */
final class DestroyedKeysFile {
    private static final Pattern ID = Pattern.compile("key_[0-9a-z]+");

    private final Path file;

    DestroyedKeysFile(Path dataDir) {
        this.file = dataDir.resolve("destroyed-keys");
    }

    /** Durable when it returns; to be called before the keys are destroyed. */
    synchronized void add(List<String> ids) {
        var lines = String.join("\n", ids) + "\n";
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            var bytes = ByteBuffer.wrap(lines.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException("the list of destroyed keys " + file + " can't be written", e);
        }
    }

    /** A line that a crash cut short names no key, and none was destroyed by it. */
    List<String> ids() {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .filter(line -> ID.matcher(line).matches())
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("the list of destroyed keys " + file + " can't be read", e);
        }
    }
}
