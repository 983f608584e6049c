package dev.astern.journal.signer;

import dev.astern.journal.Hash;
import java.util.Objects;

/** A tree at one size: all that has to be remembered of it to demand that every later one extends it. */
public record TreeHead(long size, Hash root) {
    /** Before anything was signed. */
    public static final TreeHead EMPTY = new TreeHead(0, Hash.EMPTY_TREE);

    public TreeHead {
        Objects.requireNonNull(root, "root");
        if (size < 0) {
            throw new IllegalArgumentException("no tree has size " + size + ": bug");
        }
    }
}
