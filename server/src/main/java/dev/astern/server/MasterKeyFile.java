package dev.astern.server;

import dev.astern.sealing.MasterKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The file with the key that wraps all others. Without it nothing that was sealed can be read again. */
final class MasterKeyFile {
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");

    private MasterKeyFile() {}

    /** Reads the key; makes it where there is none. */
    static MasterKey of(Path file, SecureRandom random) {
        if (!Files.exists(file)) {
            var bytes = new byte[MasterKey.SIZE_BYTES];
            random.nextBytes(bytes);
            PrivateFile.write(file, HexFormat.of().formatHex(bytes) + "\n");
        }
        return new MasterKey(HexFormat.of().parseHex(read(file)), random);
    }

    private static String read(Path file) {
        try {
            var text = Files.readString(file).strip();
            if (!KEY.matcher(text).matches()) {
                throw new IllegalArgumentException("the master key file " + file + " does not hold 64 hex digits");
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException("the master key file " + file + " can't be read", e);
        }
    }
}
