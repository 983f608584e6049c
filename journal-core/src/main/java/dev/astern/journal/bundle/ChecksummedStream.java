package dev.astern.journal.bundle;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/**
 * A zip's entry that fails at its end when its checksum is another one: {@link java.util.zip.ZipFile} reads entries
 * without looking at theirs, and nothing else vouches for the manifest.
 */
final class ChecksummedStream extends FilterInputStream {
    private final ZipEntry entry;
    private final CRC32 checksum = new CRC32();

    ChecksummedStream(InputStream in, ZipEntry entry) {
        super(in);
        this.entry = entry;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int start, int length) throws IOException {
        int read = super.read(into, start, length);
        if (read >= 0) {
            checksum.update(into, start, read);
        } else if (checksum.getValue() != entry.getCrc()) {
            throw new ZipException(entry.getName() + " is not what its checksum says");
        }
        return read;
    }

    /** What is skipped counts too, so it is read. */
    @Override
    public long skip(long bytes) throws IOException {
        long skipped = 0;
        while (skipped < bytes && read() >= 0) {
            skipped++;
        }
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
