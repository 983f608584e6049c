package dev.astern.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.model.Ids;
import dev.astern.operator.SetupCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** The setup code in a file that only the server's own user can read; gone once it has been used. */
final class SetupCodeFile implements SetupCode {
    private final Path file;

    private SetupCodeFile(Path file) {
        this.file = file;
    }

    /** Finds the code of an earlier start, or makes one. */
    static SetupCodeFile open(Path dataDir, Ids ids) {
        var file = dataDir.resolve("setup-code");
        if (!Files.exists(file)) {
            PrivateFile.write(file, ids.token("asu") + "\n");
        }
        return new SetupCodeFile(file);
    }

    /** For a server that has an operator already: no code is right. */
    static SetupCodeFile spent(Path dataDir) {
        return new SetupCodeFile(dataDir.resolve("setup-code"));
    }

    Path file() {
        return file;
    }

    @Override
    public boolean matches(String code) {
        try {
            var right = Files.readString(file).strip();
            return !right.isEmpty() && MessageDigest.isEqual(right.getBytes(UTF_8), code.getBytes(UTF_8));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void spend() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the setup code could not be removed from " + file, e);
        }
    }
}
