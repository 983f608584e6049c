package dev.astern.verify;

import java.util.List;

/** What became of verifying a bundle. There is nothing in between. */
public sealed interface Verdict {
    List<Warning> warnings();

    /** All steps passed. */
    record Verified(Summary summary, List<Warning> warnings) implements Verdict {
        public Verified {
            warnings = List.copyOf(warnings);
        }
    }

    /** @param failures in the order of their steps, at least one; what follows the first may be its consequence */
    record Refuted(List<Failure> failures, List<Warning> warnings) implements Verdict {
        public Refuted {
            failures = List.copyOf(failures);
            warnings = List.copyOf(warnings);
            if (failures.isEmpty()) {
                throw new IllegalArgumentException("refuted without a reason: bug");
            }
        }
    }
}
