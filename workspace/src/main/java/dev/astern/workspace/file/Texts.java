package dev.astern.workspace.file;

import org.jspecify.annotations.Nullable;

/** Contents as people read them. */
@FunctionalInterface
public interface Texts {
    /** Larger contents are not shown in an image; their digest is. */
    int LONGEST = 2_048;

    /** Short text in UTF-8 by its digest, or null where it is none or is not kept. */
    @Nullable
    String text(String digest, long size);
}
