package dev.astern.policy.lint;

import dev.astern.policy.Finding;
import java.util.List;

/**
 * All that was found, in the order of the file.
 *
 * @param usable whether it is a policy all the same, so that the findings are warnings
 */
public record LintReport(boolean usable, List<Finding> findings) {
    public LintReport {
        findings = List.copyOf(findings);
    }

    public boolean clean() {
        return findings.isEmpty();
    }

    /** 0 if nothing was found, otherwise 1. */
    public int exitCode() {
        return clean() ? 0 : 1;
    }
}
