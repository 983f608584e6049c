package dev.astern.model;

import java.util.List;

/** Entries of one log, in its order. */
public sealed interface EntrySelection {
    short log();

    /** How many entries the checkpoint covers under which they are proven; none beyond is selected. */
    long size();

    /**
     * The chains of sessions, and what the log itself says that concerns them: erasures, changes of keys, recoveries.
     */
    record OfSessions(short log, long size, List<String> sessions) implements EntrySelection {
        public OfSessions {
            sessions = List.copyOf(sessions);
        }
    }

    record From(short log, long size, long index) implements EntrySelection {}
}
