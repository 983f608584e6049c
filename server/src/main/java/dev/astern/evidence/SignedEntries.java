package dev.astern.evidence;

import dev.astern.journal.signer.TreeHead;
import dev.astern.journal.tile.TileHashes;
import dev.astern.journal.tree.CompactRange;
import dev.astern.storage.LogStore;
import org.jspecify.annotations.Nullable;

/** Whether the store still has what was signed for; a backup that was restored may not. */
public final class SignedEntries {
    private SignedEntries() {}

    /** Returns what is wrong, or null. */
    public static @Nullable String lost(TreeHead signed, LogStore store, short log) {
        if (signed.size() == 0) {
            return null;
        }
        long size = store.size(log);
        if (size < signed.size()) {
            return "the signer has signed for " + signed.size() + " entries, the store has " + size
                    + ": entries were lost, perhaps by restoring a backup";
        }
        var root = CompactRange.of(signed.size(), new TileHashes(paths -> store.tiles(log, paths), signed.size()))
                .map(CompactRange::root);
        return root.filter(signed.root()::equals).isPresent()
                ? null
                : "the first " + signed.size() + " entries in the store are not those that were signed";
    }
}
