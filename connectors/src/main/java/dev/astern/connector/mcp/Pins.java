package dev.astern.connector.mcp;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.library.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The definitions that an operator looked at and took, in a file. Agents see these and no others, and no tool is called
 * that is defined otherwise now.
 */
final class Pins {
    private final Path file;

    Pins(Path file) {
        this.file = file;
    }

    /**
     * By name; nothing where none were pinned yet.
     *
     * @throws dev.astern.connector.ProblemException {@link Reason#TARGET_NOT_READY} where the file can't be read
     */
    Optional<Map<String, Definition>> read() {
        try {
            return Optional.of(definitions(Files.readString(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable();
        }
    }

    private static Map<String, Definition> definitions(String text) {
        if (!(Json.read(text).orElse("") instanceof List<?> list)) {
            throw unreadable();
        }
        var definitions = new LinkedHashMap<String, Definition>();
        for (var one : list) {
            var definition = Definition.of(one).orElseThrow(Pins::unreadable);
            definitions.put(definition.name(), definition);
        }
        return definitions;
    }

    private static RuntimeException unreadable() {
        return Problem.of(Reason.TARGET_NOT_READY, "the pinned definitions can't be read")
                .toException();
    }

    void write(Map<String, Definition> definitions) {
        var list = new ArrayList<Object>();
        new TreeMap<>(definitions).values().forEach(definition -> list.add(definition.raw()));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            var fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "pins", ".new");
            Files.writeString(fresh, Json.write(list));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw Problem.of(Reason.TARGET_NOT_READY, "the definitions can't be kept")
                    .toException();
        }
    }

    void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw Problem.of(Reason.TARGET_NOT_READY, "the pinned definitions can't be removed")
                    .toException();
        }
    }
}
