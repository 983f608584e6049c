package dev.astern.journal.bundle;

import dev.astern.journal.Hash;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Consumer;

/** Counts and hashes what is written through it, and tells when it is closed; what is beneath stays open. */
final class Digesting extends OutputStream {
    private final OutputStream out;
    private final Consumer<FileDigest> closed;
    private final MessageDigest digest;
    private long bytes;

    Digesting(OutputStream out, Consumer<FileDigest> closed) {
        this.out = out;
        this.closed = closed;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] from, int start, int length) throws IOException {
        out.write(from, start, length);
        digest.update(from, start, length);
        bytes += length;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        closed.accept(new FileDigest(bytes, Hash.copyOf(digest.digest())));
    }
}
