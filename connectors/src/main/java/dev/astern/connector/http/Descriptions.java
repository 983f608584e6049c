package dev.astern.connector.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The descriptions that come with this. */
final class Descriptions {
    private static final List<String> NAMES = read("index")
            .orElseThrow(() -> new IllegalStateException("the index of descriptions is missing"))
            .lines()
            .filter(line -> !line.isBlank())
            .toList();

    private Descriptions() {}

    static List<String> names() {
        return NAMES;
    }

    static Optional<String> text(String name) {
        return NAMES.contains(name) ? read(name + ".yaml") : Optional.empty();
    }

    private static Optional<String> read(String file) {
        try (var stream = Descriptions.class.getResourceAsStream("/dev/astern/connector/http/" + file)) {
            return stream == null ? Optional.empty() : Optional.of(new String(stream.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
