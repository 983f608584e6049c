package dev.astern.target;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Finds a secret by its reference, {@code file:PATH} or {@code env:NAME}, each time it is needed. */
final class SecretReference {
    private static final String FILE = "file:";
    private static final String ENVIRONMENT = "env:";

    private SecretReference() {}

    static void check(String reference) {
        var file = reference.startsWith(FILE) && reference.length() > FILE.length();
        var environment = reference.startsWith(ENVIRONMENT) && reference.length() > ENVIRONMENT.length();
        if (!file && !environment) {
            // The text may be the password itself, so it is not repeated.
            throw Problem.of(Reason.BAD_REQUEST, "a password is given as file:PATH or env:NAME, never as itself")
                    .toException();
        }
    }

    static Secret open(String reference) {
        check(reference);
        return Secret.from(() -> reference.startsWith(FILE)
                ? file(reference.substring(FILE.length()))
                : environment(reference.substring(ENVIRONMENT.length())));
    }

    private static String file(String path) {
        try {
            return Files.readString(Path.of(path)).strip();
        } catch (IOException | InvalidPathException e) {
            throw Problem.of(Reason.TARGET_NOT_READY, "the password file " + path + " can't be read")
                    .toException();
        }
    }

    private static String environment(String name) {
        var value = System.getenv(name);
        if (value == null) {
            throw Problem.of(Reason.TARGET_NOT_READY, "the environment variable " + name + " is not set")
                    .toException();
        }
        return value;
    }
}
