package dev.astern.workspace.undo;

import dev.astern.connector.Reason;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.workspace.file.Change;
import dev.astern.workspace.file.FileState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the selection did at one path, all in all. Where somebody else wrote in between, what that one left is what has to
 * come back.
 *
 * @param before what has to come back; null for nothing
 * @param after what the selection left; null for nothing
 * @param cut why earlier work of the selection stays; null where none does
 */
record Net(
        @Nullable FileState before,
        @Nullable FileState after,
        @Nullable Reason cut) {
    /** @param changes of the selection at one path, the first one first; at least one */
    static Net of(List<Change> changes) {
        var last = changes.getLast();
        var before = last.before();
        Reason cut = null;
        for (var change : changes.reversed().subList(1, changes.size())) {
            if (FileState.same(before, change.after())) {
                before = change.before();
            } else if (before == null) {
                // Somebody deleted it in between: there is nothing to go back to beyond that.
                break;
            } else if (change.after() == null || change.before() == null) {
                cut = change.after() == null ? Reason.KEY_TAKEN : Reason.ROW_CHANGED_SINCE_INSERT;
                break;
            } else {
                before = Step.back(change.before(), change.after(), before, OnConflict.KEEP)
                        .state();
            }
        }
        return new Net(before, last.after(), cut);
    }

    /** Whether nothing of it is left, whatever happened in between. */
    boolean nothing() {
        return cut == null && FileState.same(before, after);
    }
}
