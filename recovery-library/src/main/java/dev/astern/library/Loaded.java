package dev.astern.library;

import dev.astern.library.model.Finding;
import java.util.List;

/** What became of reading files of entries. */
public sealed interface Loaded {
    /** All of it is good. */
    record Read(RecoveryLibrary library, List<Finding> warnings) implements Loaded {
        public Read {
            warnings = List.copyOf(warnings);
        }
    }

    /** Something is wrong, so that none of it counts; whatever was in force stays so. */
    record Malformed(List<Finding> findings) implements Loaded {
        public Malformed {
            findings = List.copyOf(findings);
        }
    }
}
