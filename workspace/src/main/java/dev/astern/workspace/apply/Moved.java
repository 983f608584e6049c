package dev.astern.workspace.apply;

import dev.astern.connector.Reason;
import dev.astern.workspace.file.RelPath;

/** A path at which a change was not made. */
public record Moved(RelPath path, Reason reason, String why) {}
