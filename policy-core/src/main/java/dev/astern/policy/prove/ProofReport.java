package dev.astern.policy.prove;

import dev.astern.policy.Decision;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the search found.
 *
 * @param policy the policy's name
 * @param digest the policy's digest
 * @param complete whether all was searched; if not, what was not found may be there all the same
 * @param gaps why not
 * @param neverFires rules that decided nothing in the whole search
 * @param unattended ways in which something irreversible or destructive runs without a person
 * @param cases how many decisions were made
 */
public record ProofReport(
        String policy,
        String digest,
        boolean complete,
        List<Gap> gaps,
        List<NeverFires> neverFires,
        List<Unattended> unattended,
        long cases) {
    public ProofReport {
        gaps = List.copyOf(gaps);
        neverFires = List.copyOf(neverFires);
        unattended = List.copyOf(unattended);
    }

    /**
     * Something the search could not divide.
     *
     * @param rule whose condition; empty if it is about the whole
     */
    public record Gap(String rule, int line, String what) {}

    /** A rule that can go, or whose place is wrong. */
    public record NeverFires(String rule, int line) {}

    /**
     * A way, and one action that takes it.
     *
     * @param rule the rule that lets it through
     * @param decision allow or observe
     * @param witness the action, by the names that conditions use; what is not named does not matter
     */
    public record Unattended(
            String rule, int line, String tier, String reversibility, Decision decision, Map<String, Object> witness) {
        public Unattended {
            witness = java.util.Collections.unmodifiableMap(new TreeMap<>(witness));
        }
    }

    /** Whether nothing is sure to be wrong. Rules that did not fire are only wrong if all was searched. */
    public boolean clean() {
        return unattended.isEmpty() && (neverFires.isEmpty() || !complete);
    }

    /** 0 if all was searched and nothing found, 1 if something was found, 3 if nothing was but not all was searched. */
    public int exitCode() {
        if (!clean()) {
            return 1;
        }
        return complete ? 0 : 3;
    }
}
