package dev.astern.workspace.file;

import dev.astern.workspace.posix.Fd;
import dev.astern.workspace.posix.Posix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What is done with a file's contents when it is looked at. */
@FunctionalInterface
public interface Contents {
    int BLOCK = 1 << 17;

    /** Reads the file to its end and returns the SHA-256 of what it read, in hex. */
    String take(Fd file) throws IOException;

    /** Reads and keeps nothing. */
    static Contents digestOnly() {
        return file -> {
            var sha = sha256();
            var block = ByteBuffer.allocateDirect(BLOCK);
            while (Posix.read(file, block.clear()) > 0) {
                sha.update(block.flip());
            }
            return HexFormat.of().formatHex(sha.digest());
        };
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256: bug", e);
        }
    }
}
