package dev.astern.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** A policy file of the caller's; no server is asked. */
final class PolicyFile {
    /** Constants as their stable codes, which are in lower case everywhere. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .build();

    @Parameters(paramLabel = "FILE", description = "A policy, in YAML.")
    private @Nullable Path file;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    String name() {
        return String.valueOf(file);
    }

    String text() {
        if (file == null) {
            throw new UsageException("name a policy file");
        }
        try {
            // Bytes that are no UTF-8 become characters that no policy can have, which the reader then points to.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UsageException("can't read " + file + ": " + e.getClass().getSimpleName());
        }
    }

    /** Prints a report as JSON if that was asked for. */
    boolean printed(Object report) {
        if (json) {
            System.out.println(MAPPER.writeValueAsString(report));
        }
        return json;
    }
}
