package dev.astern.journal.bundle;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip in the making, whose last file says what the others are. */
final class BundleZip {
    private static final int BUFFER_BYTES = 1 << 16;

    private final ZipOutputStream zip;
    private final Instant created;
    private final Map<BundleFile, FileDigest> digests = new EnumMap<>(BundleFile.class);

    BundleZip(OutputStream out, Instant created) {
        this.zip = new ZipOutputStream(out);
        this.created = created;
        // Most of it are hashes, which no effort makes smaller.
        zip.setLevel(Deflater.BEST_SPEED);
    }

    /** The next file, which has to be closed before another one begins. */
    OutputStream begin(BundleFile file) throws IOException {
        var entry = new ZipEntry(file.fileName());
        entry.setTimeLocal(LocalDateTime.ofInstant(created, ZoneOffset.UTC));
        zip.putNextEntry(entry);
        return new BufferedOutputStream(new Digesting(zip, digest -> digests.put(file, digest)), BUFFER_BYTES);
    }

    void add(BundleFile file, byte[] content) throws IOException {
        try (var out = begin(file)) {
            out.write(content);
        }
    }

    void add(BundleFile file, InputStream content) throws IOException {
        try (var out = begin(file)) {
            content.transferTo(out);
        }
    }

    Manifest finish(Scope scope, String origin, long entries) throws IOException {
        var manifest = new Manifest(created, entries, digests, origin, scope);
        add(BundleFile.MANIFEST, manifest.encode());
        zip.finish();
        zip.flush();
        return manifest;
    }
}
