package dev.astern.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The policies that come with Astern. */
public enum Shipped {
    /** Low risk flows; what can't be taken back exactly meets a person first. */
    DEFAULT("default.yaml"),
    /** Everything runs that can run without a person at all; for demonstrations and tests. */
    PERMISSIVE("permissive.yaml");

    private final String file;

    Shipped(String file) {
        this.file = file;
    }

    /** The file's text. */
    public String text() {
        try (var in = Shipped.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not in the jar: bug");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Policy policy() {
        return switch (Policy.read(text())) {
            case PolicyReading.Read(var policy) -> policy;
            case PolicyReading.Malformed(var findings) ->
                throw new IllegalStateException(file + " can't be read: " + findings + ": bug");
        };
    }
}
