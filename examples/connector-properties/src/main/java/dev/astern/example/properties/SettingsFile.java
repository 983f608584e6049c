package dev.astern.example.properties;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Lines of {@code name=value}; whatever else is in the file stays where it is. Replaced whole, under a lock. */
final class SettingsFile {
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final Path folder;
    private final Path file;

    SettingsFile(Path folder, String name) {
        this.folder = folder;
        this.file = folder.resolve(name + ".properties");
    }

    /** Nothing where the file is not there. */
    Optional<List<String>> lines() throws IOException {
        try {
            return Optional.of(Files.readAllLines(file, UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    static Map<String, @Nullable String> fields(List<String> lines) {
        var fields = new LinkedHashMap<String, @Nullable String>();
        for (var line : lines) {
            int at = line.indexOf('=');
            if (at > 0 && !line.startsWith("#")) {
                fields.put(line.substring(0, at).strip(), line.substring(at + 1).strip());
            }
        }
        return fields;
    }

    /** @param fields null values go */
    static List<String> with(List<String> lines, Map<String, @Nullable String> fields) {
        var left = new LinkedHashMap<>(fields);
        var changed = new ArrayList<String>();
        for (var line : lines) {
            int at = line.indexOf('=');
            var name = at > 0 && !line.startsWith("#") ? line.substring(0, at).strip() : "";
            if (!left.containsKey(name)) {
                changed.add(line);
            } else if (left.get(name) != null) {
                changed.add(name + "=" + left.remove(name));
            } else {
                left.remove(name);
            }
        }
        left.forEach((name, value) -> {
            if (value != null) {
                changed.add(name + "=" + value);
            }
        });
        return changed;
    }

    /**
     * Changes the file in one step.
     *
     * @param fits whether the lines are what the change is meant for; nothing where there is no file
     * @param change what they are to be; nothing for no file
     * @return whether it was changed
     */
    boolean change(Predicate<Optional<List<String>>> fits, UnaryOperator<Optional<List<String>>> change)
            throws IOException {
        THREADS.lock();
        try (var channel =
                FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Between processes the operating system sees to it, until the channel is closed.
            channel.lock();
            var now = lines();
            if (!fits.test(now)) {
                return false;
            }
            put(change.apply(now));
            return true;
        } finally {
            THREADS.unlock();
        }
    }

    private void put(Optional<List<String>> wanted) throws IOException {
        if (wanted.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        var next = Files.createTempFile(folder, ".next", "");
        Files.write(next, wanted.get(), UTF_8);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
