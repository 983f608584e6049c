package dev.astern.journal.policy;

import dev.astern.journal.note.VerifierKey;
import java.util.List;
import java.util.Set;

/** Which witnesses have to have cosigned a checkpoint. */
public sealed interface Quorum {
    /** No witness is needed: the log's operator alone is believed. */
    record None() implements Quorum {}

    record Witness(VerifierKey key) implements Quorum {}

    /**
     * @param threshold how many of the members have to have cosigned
     * @param members witnesses, or groups of them
     */
    record Group(int threshold, List<Quorum> members) implements Quorum {
        public Group {
            members = List.copyOf(members);
            if (threshold < 1 || threshold > members.size()) {
                throw new IllegalArgumentException("no " + threshold + " of " + members.size() + " members: bug");
            }
        }
    }

    /** Whether these witnesses are enough. */
    default boolean isMetBy(Set<VerifierKey> cosigned) {
        return switch (this) {
            case None() -> true;
            case Witness(var key) -> cosigned.contains(key);
            case Group(int threshold, var members) ->
                members.stream().filter(member -> member.isMetBy(cosigned)).count() >= threshold;
        };
    }
}
