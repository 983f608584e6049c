package dev.astern.verify.lines;

import dev.astern.verify.Failure;
import java.util.List;
import java.util.Optional;

/**
 * What became of a block.
 *
 * @param entries those before the first failure
 * @param failure the first one, with which reading ends
 */
record CheckedBlock(List<CheckedEntry> entries, Optional<Failure> failure) {
    CheckedBlock {
        entries = List.copyOf(entries);
    }
}
