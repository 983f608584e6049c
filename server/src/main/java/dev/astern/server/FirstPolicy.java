package dev.astern.server;

import dev.astern.policy.Finding;
import dev.astern.policy.Policy;
import dev.astern.policy.PolicyReading;
import dev.astern.policy.Shipped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The policy in force until an operator puts another one there. */
final class FirstPolicy {
    private FirstPolicy() {}

    /**
     * @param name of a shipped one, or a file
     * @throws IllegalArgumentException where it can't be used: better no start than one without a policy
     */
    static Policy of(String name) {
        return Arrays.stream(Shipped.values())
                .filter(shipped -> shipped.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .map(Shipped::policy)
                .orElseGet(() -> read(Path.of(name)));
    }

    private static Policy read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the policy " + file + " can't be read", e);
        }
        return switch (Policy.read(text)) {
            case PolicyReading.Read(var policy) -> policy;
            case PolicyReading.Malformed(var findings) ->
                throw new IllegalArgumentException("the policy can't be used:\n"
                        + findings.stream()
                                .map(Finding::toString)
                                .map(finding -> file + ":" + finding)
                                .collect(Collectors.joining("\n")));
        };
    }
}
