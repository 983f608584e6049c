package dev.astern.workspace;

import dev.astern.workspace.file.RelPath;

/** One use of a tool that only reads, its arguments checked. */
public sealed interface ReadCall {
    /**
     * @param offset of the first byte
     * @param limit at most so many bytes
     */
    record File(RelPath path, long offset, int limit) implements ReadCall {}

    /** @param recursive whether with all that is beneath */
    record Listing(RelPath path, boolean recursive, int limit) implements ReadCall {}

    /**
     * What a command of this session printed.
     *
     * @param digest SHA-256 of it, as the command's answer said
     */
    record Printed(String actionId, String digest, long offset, int limit) implements ReadCall {}
}
