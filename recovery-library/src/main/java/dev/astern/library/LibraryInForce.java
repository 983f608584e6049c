package dev.astern.library;

import dev.astern.library.model.Source;
import java.util.List;

/** The library that judges now. Files that are malformed change nothing. Safe for use by several threads. */
public final class LibraryInForce {
    private volatile RecoveryLibrary library;

    public LibraryInForce(RecoveryLibrary first) {
        library = first;
    }

    public RecoveryLibrary library() {
        return library;
    }

    /** Reads the site's own files beside the shipped entries, and puts them in force if all of them are good. */
    public Loaded reload(List<Source> sources) {
        var loaded = RecoveryLibrary.loadWithShipped(sources);
        if (loaded instanceof Loaded.Read read) {
            library = read.library();
        }
        return loaded;
    }
}
