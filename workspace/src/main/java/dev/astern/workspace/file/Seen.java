package dev.astern.workspace.file;

import dev.astern.workspace.posix.Stat;

/** What was at a path, and how the kernel described it in that moment. */
public record Seen(FileState state, Stat stat) {}
