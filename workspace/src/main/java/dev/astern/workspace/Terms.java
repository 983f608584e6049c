package dev.astern.workspace;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.workspace.file.Change;
import dev.astern.workspace.file.FileState.Kind;
import dev.astern.workspace.store.Ended;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How much is at stake in an action, and what has to be said about it beside its effects.
 *
 * @param notes whole sentences
 */
public record Terms(Tier tier, Reversibility reversibility, List<String> notes) {
    public Terms {
        notes = List.copyOf(notes);
    }

    /**
     * As observed: what deletes contents that are nowhere else afterwards destroys, whatever it is called; a file that was
     * moved is not deleted.
     */
    Terms seen(List<Change> changes) {
        Set<String> left = new HashSet<>();
        for (var change : changes) {
            var after = change.after();
            if (after != null) {
                left.add(after.content());
            }
        }
        boolean destroys = changes.stream()
                .filter(change -> change.after() == null)
                .map(Change::before)
                .anyMatch(before -> before != null && before.kind() == Kind.FILE && !left.contains(before.content()));
        return destroys
                ? new Terms(
                        tier.atLeast(Tier.DESTRUCTIVE),
                        reversibility.atLeast(Reversibility.REVERSIBLE_WITH_BACKUP),
                        notes)
                : this;
    }

    /** That an action with these terms took effect. */
    Ended ended(long order, String digest, long nowMs) {
        return new Ended(order, true, digest, notes, tier, reversibility, nowMs, false);
    }

    Terms with(List<String> more) {
        var all = new java.util.ArrayList<>(notes);
        all.addAll(more);
        return new Terms(tier, reversibility, all);
    }
}
