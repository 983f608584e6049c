package dev.astern.witness;

import dev.astern.journal.Parsed;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.disk.Disk;
import dev.astern.journal.note.Note;
import dev.astern.journal.signer.TreeHead;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder that says which checkpoint of a log was cosigned last. It comes to be with the first one in it, so that a
 * folder without one has lost it.
 */
record Latest(Disk disk, Path folder, String origin) {
    private static final String SIGNED = "signed";
    private static final String COSIGNED = "cosigned";

    /** What later checkpoints have to extend. */
    TreeHead read() throws IOException {
        var names = disk.names(folder);
        return names.isEmpty() ? TreeHead.EMPTY : head(folder.resolve(SIGNED));
    }

    private TreeHead head(Path file) throws IOException {
        var bytes = disk.read(file).orElseThrow(() -> unusable(file));
        if (Note.parse(bytes) instanceof Parsed.Read<Note>(var note)
                && Checkpoint.of(note) instanceof Parsed.Read<Checkpoint>(var checkpoint)
                && checkpoint.origin().equals(origin)) {
            return new TreeHead(checkpoint.treeSize(), checkpoint.rootHash());
        }
        throw unusable(file);
    }

    /** @param signed by the log */
    void write(Note signed) throws IOException {
        if (disk.names(folder).isEmpty()) {
            create(signed);
        } else {
            disk.replace(folder.resolve(SIGNED), signed.encode());
        }
    }

    private void create(Note signed) throws IOException {
        var unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
        var parent = java.util.Objects.requireNonNull(folder.getParent(), "parent");
        disk.deleteFolder(unfinished);
        disk.makeFolder(unfinished);
        disk.write(unfinished.resolve(SIGNED), signed.encode());
        disk.sync(unfinished);
        disk.move(unfinished, folder);
        disk.sync(parent);
    }

    /** For those who watch the witness; it may be older than what was signed. */
    Optional<byte[]> cosigned() throws IOException {
        return disk.read(folder.resolve(COSIGNED));
    }

    void writeCosigned(Note cosigned) throws IOException {
        disk.replace(folder.resolve(COSIGNED), cosigned.encode());
    }

    private static IOException unusable(Path file) {
        return new IOException(file + " is missing or is not what was written to it");
    }
}
