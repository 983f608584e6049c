package dev.astern.storage.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The bundled PostgreSQL, unpacked once into a folder that is named by the archive's digest: a new version never writes
 * over one that runs, and a folder with its final name is complete.
 */
final class Binaries {
    private static final int DIGEST_DIGITS = 16;

    private Binaries() {}

    /** The folder that holds {@code bin}, {@code lib} and {@code share}. */
    static Path unpackedIn(Path folder) {
        var archive = Platform.archive();
        try {
            var home = folder.resolve("postgresql-" + digest(archive).substring(0, DIGEST_DIGITS));
            if (!Files.isDirectory(home)) {
                unpack(archive, folder, home);
            }
            return home;
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL's binaries can't be unpacked into " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void unpack(String archive, Path folder, Path home) throws IOException {
        Files.createDirectories(folder);
        var part = Files.createTempDirectory(folder, "unpacking-");
        try {
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
            try (var content = open(archive)) {
                Archive.unpack(content, part);
            }
            Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            // Somebody else was faster; theirs is the same, byte for byte.
            if (!Files.isDirectory(home)) {
                throw e;
            }
        } finally {
            Folders.delete(part);
        }
    }

    private static String digest(String archive) throws IOException {
        try (var content = new DigestInputStream(open(archive), MessageDigest.getInstance("SHA-256"))) {
            content.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(content.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256: bug", e);
        }
    }

    private static InputStream open(String archive) {
        var content = Binaries.class.getResourceAsStream("/" + archive);
        if (content == null) {
            throw new EmbeddedPostgresException("This build does not bundle PostgreSQL for this machine (" + archive
                    + "); name a PostgreSQL of your own as the store.");
        }
        return content;
    }
}
