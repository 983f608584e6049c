package dev.astern.target;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Finds a secret by its reference each time it is needed: {@code file:PATH}, {@code env:NAME}, {@code vault:PATH#FIELD}, or
 * {@code none} where a target needs none. The vault is the one that the server's {@code VAULT_ADDR} names, with the token of
 * {@code VAULT_TOKEN_FILE} or {@code VAULT_TOKEN}.
 */
final class SecretReference {
    private static final String FILE = "file:";
    private static final String ENVIRONMENT = "env:";
    private static final String VAULT = "vault:";
    private static final String NONE = "none";

    private SecretReference() {}

    /** Made when it is first needed, because most have no vault. */
    private static final class Vault {
        static final VaultSecrets SECRETS =
                new VaultSecrets(URI.create(environment("VAULT_ADDR")), Vault::token, Clock.systemUTC());

        private static String token() {
            var file = System.getenv("VAULT_TOKEN_FILE");
            return file == null ? environment("VAULT_TOKEN") : file(file);
        }
    }

    static void check(String reference) {
        var file = reference.startsWith(FILE) && reference.length() > FILE.length();
        var environment = reference.startsWith(ENVIRONMENT) && reference.length() > ENVIRONMENT.length();
        var vault = reference.startsWith(VAULT) && VaultSecrets.wellFormed(reference.substring(VAULT.length()));
        if (!file && !environment && !vault && !reference.equals(NONE)) {
            // The text may be the password itself, so it is not repeated.
            throw Problem.of(
                            Reason.BAD_REQUEST,
                            "a secret is given as file:PATH, env:NAME or vault:PATH#FIELD, never as itself")
                    .toException();
        }
    }

    static Secret open(String reference) {
        check(reference);
        return Secret.from(() -> reveal(reference));
    }

    private static String reveal(String reference) {
        if (reference.startsWith(FILE)) {
            return file(reference.substring(FILE.length()));
        }
        if (reference.startsWith(ENVIRONMENT)) {
            return environment(reference.substring(ENVIRONMENT.length()));
        }
        if (reference.startsWith(VAULT)) {
            return Vault.SECRETS.find(reference.substring(VAULT.length()));
        }
        throw notReady("this target was added without a secret and needs one");
    }

    private static String file(String path) {
        try {
            return Files.readString(Path.of(path)).strip();
        } catch (IOException | InvalidPathException e) {
            throw notReady("the file " + path + " with a secret can't be read");
        }
    }

    private static String environment(String name) {
        var value = System.getenv(name);
        if (value == null) {
            throw notReady("the environment variable " + name + " is not set");
        }
        return value;
    }

    private static ProblemException notReady(String detail) {
        return Problem.of(Reason.TARGET_NOT_READY, detail).toException();
    }
}
