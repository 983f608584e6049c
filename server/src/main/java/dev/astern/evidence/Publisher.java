package dev.astern.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.note.Note;
import dev.astern.journal.signer.Signer;
import dev.astern.journal.signer.Signing;
import dev.astern.journal.signer.TreeHead;
import dev.astern.journal.tile.TileHashes;
import dev.astern.journal.tile.TileSource;
import dev.astern.journal.tree.ConsistencyProof;
import dev.astern.journal.tree.HashSource;
import dev.astern.journal.tree.Prover;
import dev.astern.journal.tree.Proving;
import dev.astern.model.Log;
import dev.astern.model.SignedCheckpoint;
import dev.astern.storage.LogStore;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns what was appended into a tree, and has the signer sign it. One publishes for a log: whoever has its signer. Used by
 * one thread.
 */
final class Publisher {
    private static final int MAX_LEAVES = 20_000;

    private final Log log;
    private final LogStore store;
    private final Signer signer;
    private final Clock clock;
    private final EvidenceSteps steps;
    private final TileSource tiles;

    private @Nullable GrowingTree tree;

    Publisher(Log log, LogStore store, Signer signer, Clock clock, EvidenceSteps steps) {
        this.log = log;
        this.store = store;
        this.signer = signer;
        this.clock = clock;
        this.steps = steps;
        this.tiles = paths -> store.tiles(log.id(), paths);
    }

    /** What a round came to. */
    sealed interface Round {
        /** @param size how many entries are signed for now */
        record Signed(long size) implements Round {}

        /** Nothing may be signed any more. */
        record Halted(String why) implements Round {}
    }

    /** Why nothing may be signed, or null. */
    @Nullable
    String lost() {
        return SignedEntries.lost(signer.lastSigned(), store, log.id());
    }

    /** Signs for all that is durable by now. */
    Round round() {
        var before = tree();
        var leaves = store.leafHashes(log.id(), before.size(), MAX_LEAVES);
        if (leaves.isEmpty()) {
            return new Round.Signed(before.size());
        }
        var grown = before.append(leaves);
        steps.at("tick-read");
        store.keep(log.id(), grown.full());
        steps.at("tiles-kept");
        var round = publish(grown.tree(), grown.recent());
        tree = grown.tree();
        return round;
    }

    private GrowingTree tree() {
        if (tree == null) {
            long size = store.latest(log.id()).map(SignedCheckpoint::size).orElse(0L);
            tree = GrowingTree.load(tiles, size);
        }
        return tree;
    }

    private Round publish(GrowingTree to, HashSource recent) {
        var checkpoint = new Checkpoint(log.origin(), to.size(), to.root());
        return switch (signer.sign(checkpoint, extension(signer.lastSigned(), to, recent))) {
            case Signing.Signed(var note) -> {
                steps.at("signed");
                store.publish(new SignedCheckpoint(log.id(), to.size(), text(note), clock.instant()));
                steps.at("published");
                yield new Round.Signed(to.size());
            }
            // A full disk passes; whoever waits is refused until it has.
            case Signing.Refused(var why, var detail)
            when why == Signing.Why.MEMORY -> throw new IllegalStateException(detail);
            case Signing.Refused(var why, var detail) -> new Round.Halted(detail);
        };
    }

    private ConsistencyProof extension(TreeHead from, GrowingTree to, HashSource recent) {
        HashSource source = wanted -> {
            var known = new HashMap<>(recent.hashes(wanted));
            if (!known.keySet().containsAll(wanted)) {
                known.putAll(new TileHashes(tiles, to.size()).hashes(wanted));
            }
            return known;
        };
        return switch (new Prover(source).consistency(from.size(), to.size())) {
            case Proving.Made<ConsistencyProof>(var proof) -> proof;
            // It is for the signer to refuse: it sees that the tree is smaller than what it signed.
            case Proving.OutsideTree<ConsistencyProof> outside ->
                new ConsistencyProof(from.size(), to.size(), List.of());
            case Proving.HashesMissing<ConsistencyProof>(var missing) ->
                throw new IllegalStateException("the store lacks " + missing.size() + " hashes of its tree");
        };
    }

    private static String text(Note note) {
        return new String(note.encode(), UTF_8);
    }
}
