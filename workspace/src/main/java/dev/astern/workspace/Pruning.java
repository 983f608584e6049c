package dev.astern.workspace;

import dev.astern.connector.Installation;
import dev.astern.workspace.file.Change;
import dev.astern.workspace.file.FileState;
import dev.astern.workspace.store.ActionRecord;
import dev.astern.workspace.store.Watched;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Forgets what old actions did; contents that nothing else needs go with them. */
final class Pruning {
    private final Workspace workspace;

    Pruning(Workspace workspace) {
        this.workspace = workspace;
    }

    /** @param needed contents that are kept for other reasons */
    Installation.Pruned prune(Instant before, boolean dryRun, Set<String> needed) throws IOException {
        workspace.keeping().writeLock().lock();
        try {
            long actions = 0;
            var stay = new HashSet<>(needed);
            for (var id : workspace.records().ids()) {
                var record = workspace.records().of(id);
                var ended = record.ended();
                if (ended.isPresent() && ended.get().endedAtMs() < before.toEpochMilli()) {
                    actions += ended.get().applied() && !ended.get().pruned() ? 1 : 0;
                    if (!dryRun && !ended.get().pruned()) {
                        record.prune(ended.get());
                    }
                } else {
                    contents(record, stay);
                }
            }
            return new Installation.Pruned(actions, workspace.blobs().sweep(stay, dryRun), dryRun);
        } finally {
            workspace.keeping().writeLock().unlock();
        }
    }

    private static void contents(ActionRecord record, Set<String> into) throws IOException {
        for (var change : record.manifest()) {
            add(change, into);
        }
        for (var was : record.watched().map(Watched::was).orElse(List.of())) {
            add(was.state(), into);
        }
        into.addAll(record.printed().digests());
    }

    private static void add(Change change, Set<String> into) {
        add(change.before(), into);
        add(change.after(), into);
    }

    private static void add(@Nullable FileState state, Set<String> into) {
        if (state != null && state.kind() == FileState.Kind.FILE) {
            into.add(state.content());
        }
    }
}
