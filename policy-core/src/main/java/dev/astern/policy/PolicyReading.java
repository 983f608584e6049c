package dev.astern.policy;

import java.util.List;

/** What became of reading a policy file. */
public sealed interface PolicyReading {
    /** It can be used. */
    record Read(Policy policy) implements PolicyReading {}

    /** It can't be used; the last good one stays in force. */
    record Malformed(List<Finding> findings) implements PolicyReading {
        public Malformed {
            findings = List.copyOf(findings);
            if (findings.isEmpty()) {
                throw new IllegalArgumentException("malformed without a finding: bug");
            }
        }
    }
}
