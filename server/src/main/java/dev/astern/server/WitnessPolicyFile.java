package dev.astern.server;

import dev.astern.journal.policy.Policy;
import dev.astern.journal.policy.PolicyReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file that names the witnesses, where they are, and how many have to cosign. */
final class WitnessPolicyFile {
    private WitnessPolicyFile() {}

    static @Nullable Policy of(@Nullable Path file) {
        if (file == null) {
            return null;
        }
        return switch (Policy.parse(read(file))) {
            case PolicyReading.Read(var policy) -> policy;
            case PolicyReading.Malformed(var flaw, var line) ->
                throw new IllegalArgumentException(
                        "the witness policy " + file + ", line " + line + ": " + flaw.sentence());
        };
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the witness policy " + file + " can't be read", e);
        }
    }
}
