package dev.astern.library;

import dev.astern.library.model.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The entries that come with Astern, read once. */
final class Shipped {
    private static final List<String> AREAS = List.of(
            "sql",
            "files",
            "git",
            "kubectl",
            "helm",
            "terraform",
            "services",
            "crm",
            "tickets",
            "mail",
            "publishing",
            "permissions",
            "money",
            "mcp",
            "memory");
    static final List<Source> SOURCES = AREAS.stream().map(Shipped::source).toList();

    static final RecoveryLibrary LIBRARY = switch (RecoveryLibrary.load(SOURCES)) {
        case Loaded.Read read -> read.library();
        case Loaded.Malformed bad ->
            throw new IllegalStateException("bug: shipped entries are malformed: " + bad.findings());
    };

    private Shipped() {}

    private static Source source(String area) {
        return new Source(area + ".yaml", text("entries/" + area + ".yaml"));
    }

    /** A file beside this class. */
    static String text(String name) {
        try (var in = Objects.requireNonNull(Shipped.class.getResourceAsStream(name), () -> "bug: no " + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
