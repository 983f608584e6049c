package dev.astern.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** The folder with the server's data and this user's token: {@code ASTERN_HOME}, or {@code .astern} in the user's own. */
public final class Home {
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private Home() {}

    public static Path folder() {
        var home = System.getenv("ASTERN_HOME");
        return home == null || home.isBlank()
                ? Path.of(System.getProperty("user.home"), ".astern")
                : Path.of(home).toAbsolutePath();
    }

    public static Path token() {
        return folder().resolve("token");
    }

    /** Writes a file that only its owner can read, from its first byte on. */
    public static void writePrivate(Path file, String content) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            var fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            try (var channel = Files.newByteChannel(
                    fresh,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(OWNER))) {
                channel.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("can't write " + file, e);
        }
    }

    /** Reads a secret from a file that nobody else can read. */
    public static String readPrivate(Path file) {
        try {
            var mode = Files.getPosixFilePermissions(file);
            if (!OWNER.containsAll(mode)) {
                throw new UsageException(file + " can be read by others (" + PosixFilePermissions.toString(mode)
                        + "); run: chmod 600 " + file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UsageException("can't read " + file + "; run `astern setup`, or name another with --token-file");
        }
    }
}
