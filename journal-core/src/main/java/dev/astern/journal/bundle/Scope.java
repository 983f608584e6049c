package dev.astern.journal.bundle;

import java.time.Instant;
import java.util.List;

/** Which entries a bundle claims to have all of. */
public sealed interface Scope {
    /**
     * The chains of these sessions from their first entry on, and entries of the log's own chain that concern them.
     *
     * @param sessions sorted, none of them twice
     */
    record Sessions(List<String> sessions) implements Scope {
        public Sessions {
            sessions = List.copyOf(sessions);
            if (sessions.isEmpty()
                    || !sessions.equals(sessions.stream().sorted().distinct().toList())) {
                throw new IllegalArgumentException("the sessions of a bundle are sorted and different: bug");
            }
        }
    }

    /**
     * All entries of the log from an index to the end of the checkpoint.
     *
     * @param since what was asked for, and the index found by; only the index is proven
     */
    record Since(long fromIndex, Instant since) implements Scope {
        public Since {
            if (fromIndex < 0) {
                throw new IllegalArgumentException("no entry has index " + fromIndex + ": bug");
            }
        }
    }
}
