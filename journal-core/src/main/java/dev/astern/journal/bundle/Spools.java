package dev.astern.journal.bundle;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Files of a bundle that come to be beside the first one and follow it in the zip. They may be personal, so only their
 * owner can read them, and they are deleted.
 */
final class Spools implements AutoCloseable {
    private static final List<BundleFile> FILES =
            List.of(BundleFile.PROOFS, BundleFile.DISCLOSURES, BundleFile.AUDIT_JSON, BundleFile.AUDIT_MARKDOWN);
    private static final int BUFFER_BYTES = 1 << 16;

    private final Map<BundleFile, Path> paths = new EnumMap<>(BundleFile.class);
    private final Map<BundleFile, OutputStream> outputs = new EnumMap<>(BundleFile.class);

    Spools(Path folder) throws IOException {
        try {
            for (var file : FILES) {
                // Temporary files are their owner's alone wherever the file system can say so.
                var path = Files.createTempFile(folder, "bundle-", ".tmp");
                paths.put(file, path);
                outputs.put(file, new BufferedOutputStream(Files.newOutputStream(path), BUFFER_BYTES));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    OutputStream of(BundleFile file) {
        var output = outputs.get(file);
        if (output == null) {
            throw new IllegalArgumentException("no temporary file for " + file + ": bug");
        }
        return output;
    }

    void copyTo(BundleZip zip) throws IOException {
        for (var file : FILES) {
            of(file).close();
        }
        for (var spool : paths.entrySet()) {
            try (var in = Files.newInputStream(spool.getValue())) {
                zip.add(spool.getKey(), in);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (var output : outputs.values()) {
            output.close();
        }
        for (var path : paths.values()) {
            Files.deleteIfExists(path);
        }
    }
}
