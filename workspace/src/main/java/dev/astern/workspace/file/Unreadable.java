package dev.astern.workspace.file;

import java.io.IOException;

/** Something in the workspace can't be captured: it may not be read, or is being written while it is read. */
public final class Unreadable extends IOException {
    private static final long serialVersionUID = 1L;

    public Unreadable(RelPath path, String why) {
        super(path.text() + " " + why);
    }
}
