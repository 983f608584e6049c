package dev.astern.journal.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The few things that are done with files, each of which can fail; a port, so that tests can end the world between any two. */
public interface Disk {
    /** The bytes of a file, or nothing when there is none of that name. */
    Optional<byte[]> read(Path file) throws IOException;

    /** The names in a folder; none when there is no such folder. */
    List<String> names(Path folder) throws IOException;

    /** Makes a folder that only its owner can look into, unless it is there; its parent has to be. */
    void makeFolder(Path folder) throws IOException;

    /** Writes a file that only its owner can read, over one that may be there; its bytes are durable, its name is not yet. */
    void write(Path file, byte[] bytes) throws IOException;

    /** Gives a file or folder another name at once, in place of a file that may have it; durable after a {@link #sync}. */
    void move(Path from, Path to) throws IOException;

    /** Makes the names in a folder durable. */
    void sync(Path folder) throws IOException;

    /** Deletes a folder and the files in it, if it is there. */
    void deleteFolder(Path folder) throws IOException;

    /** Replaces a file's bytes so that after any crash it has either the old or the new ones, and the new ones once this returns. */
    default void replace(Path file, byte[] bytes) throws IOException {
        var next = file.resolveSibling(file.getFileName() + ".new");
        write(next, bytes);
        move(next, file);
        sync(Objects.requireNonNull(file.getParent(), "parent"));
    }
}
