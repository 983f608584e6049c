package dev.astern.verify.cli;

import java.nio.file.Path;
import java.util.Optional;

/** What somebody asks for on the command line. */
sealed interface Command {
    /** How it is to be told. */
    record Style(boolean json) {}

    record Bundle(
            Path bundle,
            Path policy,
            Optional<Path> oldCheckpoint,
            Optional<Path> authorities,
            boolean followRotations,
            boolean interoperable,
            Optional<Long> maxBytes,
            Style style)
            implements Command {}

    record Proof(Path proof, Path entry, Path policy, boolean interoperable, Style style) implements Command {}

    record Help() implements Command {}

    record Version() implements Command {}

    /** @param why it is none of these */
    record Wrong(String why) implements Command {}
}
