package dev.astern.journal.bundle;

import dev.astern.journal.Flaw;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A bundle's files in a zip, by its central directory alone. */
final class ZipSource implements BundleSource {
    private final ZipFile zip;
    private final Map<BundleFile, ZipEntry> entries;

    private ZipSource(ZipFile zip, Map<BundleFile, ZipEntry> entries) {
        this.zip = zip;
        this.entries = entries;
    }

    static BundleOpening open(Path path) throws IOException {
        // What can't be read at all is not the zip's fault, and comes out here.
        Files.newByteChannel(path).close();
        ZipFile zip;
        try {
            zip = new ZipFile(path.toFile());
        } catch (IOException | RuntimeException e) {
            return new BundleOpening.Refused(Flaw.BUNDLE_ZIP);
        }
        var entries = new EnumMap<BundleFile, ZipEntry>(BundleFile.class);
        for (var entry : Collections.list(zip.entries())) {
            var file = BundleFile.of(entry.getName());
            if (file.isEmpty() || entries.put(file.get(), entry) != null) {
                zip.close();
                return new BundleOpening.Refused(file.isEmpty() ? Flaw.BUNDLE_NAME : Flaw.BUNDLE_TWICE);
            }
        }
        return new BundleOpening.Opened(new ZipSource(zip, entries));
    }

    @Override
    public Set<BundleFile> files() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    @Override
    public InputStream open(BundleFile file) throws IOException {
        var entry = entries.get(file);
        var in = entry == null ? null : zip.getInputStream(entry);
        if (entry == null || in == null) {
            throw new ZipException(file.fileName() + " is not there");
        }
        return new ChecksummedStream(in, entry);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
