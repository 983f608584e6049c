package dev.astern.verify.lines;

import dev.astern.journal.Hash;
import dev.astern.journal.bundle.BundleFile;
import dev.astern.journal.bundle.BundleSource;
import dev.astern.journal.bundle.FileDigest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * A file of a bundle that is hashed while it is read, and never read further than its manifest says it goes. What was
 * read may be looked at before the digest is known; the verdict waits for it.
 */
public final class CheckedFile extends InputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    private final BundleFile file;
    private final FileDigest expected;
    private final InputStream in;
    private final MessageDigest digest;
    private long left;
    private boolean broken;

    private CheckedFile(BundleFile file, FileDigest expected, InputStream in) {
        this.file = file;
        this.expected = expected;
        this.in = in;
        this.left = expected.bytes();
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** A file that can't be opened is an empty one, and not what was expected. */
    public static CheckedFile open(BundleSource source, BundleFile file, FileDigest expected) {
        try {
            return new CheckedFile(file, expected, source.open(file));
        } catch (IOException e) {
            var empty = new CheckedFile(file, expected, InputStream.nullInputStream());
            empty.broken = true;
            return empty;
        }
    }

    public BundleFile file() {
        return file;
    }

    @Override
    public int read() {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** What can't be read is where the file ends; that it should not have ended there comes out in the end. */
    @Override
    public int read(byte[] into, int start, int length) {
        if (left == 0 || broken) {
            return length == 0 ? 0 : -1;
        }
        try {
            int count = in.read(into, start, (int) Math.min(length, left));
            if (count > 0) {
                digest.update(into, start, count);
                left -= count;
            } else if (length > 0) {
                broken = true;
            }
            return count;
        } catch (IOException e) {
            broken = true;
            return -1;
        }
    }

    /** Reads to the end; why it is not the file that its manifest names, if it is not. */
    public Optional<String> finish() {
        var buffer = new byte[BUFFER_BYTES];
        while (read(buffer, 0, buffer.length) > 0) {
            // Only hashed.
        }
        if (broken || left > 0) {
            return Optional.of("it ends before its " + expected.bytes() + " bytes, or can't be read so far");
        }
        if (goesOn()) {
            return Optional.of("it goes on after its " + expected.bytes() + " bytes");
        }
        return Hash.copyOf(digest.digest()).equals(expected.sha256())
                ? Optional.empty()
                : Optional.of("its digest is not the manifest's");
    }

    private boolean goesOn() {
        try {
            return in.read() >= 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
