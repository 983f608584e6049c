package dev.astern.workspace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.workspace.file.RelPath;

/** One use of a file tool, its arguments checked. */
public sealed interface FileCall {
    /** @param raw the whole of what is to be in the file, one char for each byte */
    record Write(RelPath path, String raw) implements FileCall {
        public static Write text(RelPath path, String text) {
            return new Write(path, new String(text.getBytes(UTF_8), ISO_8859_1));
        }
    }

    /**
     * @param old text that stands there
     * @param all whether it may stand there more than once; otherwise exactly once
     */
    record Edit(RelPath path, String old, String replacement, boolean all) implements FileCall {}

    /** @param recursive whether a folder may go with all that is in it */
    record Delete(RelPath path, boolean recursive) implements FileCall {}

    /** @param overwrite whether a file that is there may be replaced */
    record Move(RelPath from, RelPath to, boolean overwrite) implements FileCall {}

    record MakeFolder(RelPath path) implements FileCall {}

    /** The path it is about first of all. */
    static RelPath pathOf(FileCall call) {
        return switch (call) {
            case Write write -> write.path();
            case Edit edit -> edit.path();
            case Delete delete -> delete.path();
            case Move move -> move.from();
            case MakeFolder make -> make.path();
        };
    }
}
