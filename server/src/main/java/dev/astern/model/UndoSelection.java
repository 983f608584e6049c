package dev.astern.model;

import java.util.List;

/** What an undo is to take back. */
public sealed interface UndoSelection {
    /** These actions and no others. */
    record Actions(List<String> ids) implements UndoSelection {
        public Actions {
            ids = List.copyOf(ids);
        }
    }

    /** Everything one session did; an undo is such a session too. */
    record WholeSession(String id) implements UndoSelection {}
}
