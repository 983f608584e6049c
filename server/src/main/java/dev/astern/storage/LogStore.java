package dev.astern.storage;

import dev.astern.journal.Hash;
import dev.astern.journal.tile.HashTilePath;
import dev.astern.journal.tile.Tile;
import dev.astern.model.Log;
import dev.astern.model.SignedCheckpoint;
import dev.astern.model.TimeStamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The log as a tree: what is derived from its entries, and what was signed. */
public interface LogStore {
    /** The log that is written to; made with this origin when there is none yet. */
    Log open(String origin, Instant now);

    Log current();

    /**
     * Begins another log, which is written to from the next entry on, because entries that were signed are lost.
     *
     * @param lost what was signed last of the log before
     */
    Log begin(String origin, Instant now, Log.Lost lost);

    /**
     * Says with which key the log is signed from now on.
     *
     * @return false when it was not signed with the key before
     */
    boolean signedBy(short log, @Nullable String before, String key);

    /** The keys that signed it before, which have handed over. */
    List<String> formerKeys(short log);

    /** Says to all nodes why nothing is signed; null when all is well. */
    void halt(short log, @Nullable String why);

    /** How many entries it has. */
    long size(short log);

    /** The leaf hashes of entries, from an index on, in order. */
    List<Hash> leafHashes(short log, long from, int limit);

    /** Entries as they are in the tree, in order. */
    List<String> entries(short log, long from, int limit);

    /** Tiles, also partial ones at the right edge; those whose entries are not there are left out. */
    Map<HashTilePath, Tile> tiles(short log, Set<HashTilePath> paths);

    /** Keeps full tiles; those that are there already are the same. */
    void keep(short log, List<Tile> full);

    void publish(SignedCheckpoint checkpoint);

    Optional<SignedCheckpoint> latest(short log);

    /** The smallest one that covers at least so many entries. */
    Optional<SignedCheckpoint> covering(short log, long size);

    /** The latest one that any witness has cosigned. */
    Optional<SignedCheckpoint> latestCosigned(short log);

    /** The signatures of witnesses under a checkpoint: lines of a note, by the witness. */
    Map<String, String> cosignatures(short log, long size);

    void cosign(short log, long size, String witness, String line);

    void stamp(TimeStamp stamp);

    /** The latest time stamp over a checkpoint of at most this size. */
    Optional<TimeStamp> stampOf(short log, long size);

    /** Removes checkpoints that nobody needs: older ones, but one for each hour, and those with anything on them. */
    void thinOut(short log, Instant before);
}
