package dev.astern.workspace.undo;

import dev.astern.connector.Effect;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoResult;
import dev.astern.workspace.file.Change;
import dev.astern.workspace.file.RelPath;
import dev.astern.workspace.store.Ended;
import dev.astern.workspace.store.Records;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the selected actions did, by path, the first first; checked against their receipts before anything uses it.
 *
 * @param unusable actions of which nothing can be taken back, with the reason
 */
record Selection(SortedMap<RelPath, List<Change>> changes, List<UndoItem> unusable) {
    private record One(Ended ended, List<Change> changes) {}

    static Selection of(Records records, List<UndoRequest.Selected> selected) throws IOException {
        var usable = new ArrayList<One>();
        var unusable = new ArrayList<UndoItem>();
        for (var one : selected) {
            var record = records.of(one.actionId());
            var ended = record.ended();
            if (ended.isEmpty() || !ended.get().applied()) {
                unusable.add(cannot(one.actionId(), Reason.NOT_UNDOABLE));
            } else if (ended.get().pruned()) {
                unusable.add(cannot(one.actionId(), Reason.NO_BEFORE_STATE));
            } else if (!one.accepts(record.manifestDigest())) {
                unusable.add(cannot(one.actionId(), Reason.BEFORE_STATE_ALTERED));
            } else if (ended.get().reversibility() == Reversibility.IRREVERSIBLE
                    && record.manifest().isEmpty()) {
                // Nobody saw what it did, so that nobody may say that nothing of it is left.
                unusable.add(cannot(one.actionId(), Reason.NO_BEFORE_STATE));
            } else {
                usable.add(new One(ended.get(), record.manifest()));
            }
        }
        usable.sort(Comparator.comparingLong(one -> one.ended().order()));
        var changes = new TreeMap<RelPath, List<Change>>();
        for (var one : usable) {
            for (var change : one.changes()) {
                changes.computeIfAbsent(change.path(), path -> new ArrayList<>())
                        .add(change);
            }
        }
        return new Selection(changes, unusable);
    }

    private static UndoItem cannot(String actionId, Reason reason) {
        return new UndoItem(
                "action:" + actionId, Change.FILES, null, Effect.Kind.UPDATE, UndoResult.CANNOT, reason, List.of());
    }
}
