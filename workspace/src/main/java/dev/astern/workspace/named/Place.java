package dev.astern.workspace.named;

import dev.astern.workspace.file.RelPath;
import org.jspecify.annotations.Nullable;

/**
 * A place that a command says it writes.
 *
 * @param path in the workspace
 * @param follows whether the command acts on what a link there leads to
 * @param beneath whether it may change what is in it, where it is a folder
 * @param into the name, as bytes, of the only thing it changes in it, where it is a folder; null for all
 */
public record Place(
        RelPath path,
        boolean follows,
        boolean beneath,
        @Nullable String into) {}
