package dev.astern.journal.bundle;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** The files of a bundle as somebody handed them in: of known names, none of them twice, and nothing else beside. */
public interface BundleSource extends Closeable {
    /** Which are there; whether these are all is for the manifest to say. */
    Set<BundleFile> files();

    /**
     * Reads one that is there. Several may be read at once, each by one thread. How much comes out is not bounded here.
     *
     * @throws IOException also for what turns out not to be a zip on the way
     */
    InputStream open(BundleFile file) throws IOException;

    /**
     * Opens a zip, or a folder of the same files.
     *
     * @throws IOException when nothing can be read there
     */
    static BundleOpening open(Path path) throws IOException {
        return Files.isDirectory(path) ? FolderSource.open(path) : ZipSource.open(path);
    }
}
