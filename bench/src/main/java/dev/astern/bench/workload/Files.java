package dev.astern.bench.workload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a workload's files, packed or not. */
final class Files {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private Files() {}

    static JsonNode parse(String json) {
        return MAPPER.readTree(json);
    }

    /** The file of this name or, packed, with {@code .gz} after it. */
    static Optional<Path> find(Path folder, String name) {
        return List.of(name + ".gz", name).stream()
                .map(folder::resolve)
                .filter(java.nio.file.Files::isRegularFile)
                .findFirst();
    }

    static JsonNode json(Path file) {
        try (var in = open(file)) {
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One value a line; empty lines are none. */
    static List<JsonNode> lines(Path file) {
        try (var in = new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
            return in.lines().filter(l -> !l.isBlank()).map(Files::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        var in = java.nio.file.Files.newInputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
    }
}
