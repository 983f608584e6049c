package dev.astern.workspace.undo;

import dev.astern.connector.Reason;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.workspace.file.FileState;
import org.jspecify.annotations.Nullable;

/**
 * Takes one change back from a state: the three images before, after and now. A file's fields are taken back one by one,
 * each only while it holds what the agent left. What came to nothing leaves everything as it is, by choice as well.
 *
 * @param state what is there then; null for nothing
 * @param conflict why something was left as others made it, or null
 */
record Step(@Nullable FileState state, @Nullable Reason conflict) {
    static Step back(
            @Nullable FileState before, @Nullable FileState after, @Nullable FileState now, OnConflict onConflict) {
        if (FileState.same(now, before) || FileState.same(before, after)) {
            return new Step(now, null);
        }
        if (FileState.same(now, after)) {
            return new Step(before, null);
        }
        if (onConflict == OnConflict.RESTORE) {
            return new Step(before, null);
        }
        if (before == null) {
            return now == null ? new Step(null, null) : new Step(now, Reason.ROW_CHANGED_SINCE_INSERT);
        }
        if (after == null) {
            return new Step(now, Reason.KEY_TAKEN);
        }
        if (now == null) {
            return new Step(null, Reason.TARGET_GONE);
        }
        return fields(before, after, now);
    }

    private static Step fields(FileState before, FileState after, FileState now) {
        var state = now;
        Reason conflict = null;
        boolean contentMoved = false;
        if (!before.sameContent(after)) {
            if (now.sameContent(after)) {
                state = state.withContentOf(before);
            } else if (!now.sameContent(before)) {
                conflict = Reason.SAME_FIELD_CHANGED;
                contentMoved = true;
            }
        }
        if (before.mode() != after.mode()) {
            if (now.mode() == after.mode()) {
                state = state.withMode(before.mode());
            } else if (now.mode() != before.mode()) {
                conflict = Reason.SAME_FIELD_CHANGED;
            }
        }
        if (!before.sameOwner(after)) {
            if (now.sameOwner(after)) {
                state = state.withOwnerOf(before);
            } else if (!now.sameOwner(before)) {
                conflict = Reason.SAME_FIELD_CHANGED;
            }
        }
        // A time belongs to the contents: where those are somebody else's, so is it.
        if (!contentMoved && before.mtimeNs() != after.mtimeNs() && now.mtimeNs() == after.mtimeNs()) {
            state = state.withTime(before.mtimeNs());
        }
        return new Step(state, conflict);
    }
}
