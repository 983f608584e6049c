package dev.astern.journal.bundle;

import dev.astern.journal.Hash;

/** What a manifest says of a file. */
public record FileDigest(long bytes, Hash sha256) {
    public FileDigest {
        if (bytes < 0) {
            throw new IllegalArgumentException("no file has " + bytes + " bytes: bug");
        }
    }
}
