package dev.astern.workspace.command;

import java.io.IOException;

/** The place for a command could not be made, so that the command did nothing. */
public final class NotStarted extends IOException {
    private static final long serialVersionUID = 1L;

    NotStarted(String detail) {
        super(detail);
    }
}
