package dev.astern.journal.tile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.Bytes;
import dev.astern.journal.Flaw;
import dev.astern.journal.Parsed;
import dev.astern.journal.tree.CompactRange;
import dev.astern.journal.tree.MemoryHashes;
import dev.astern.journal.tree.NaiveTree;
import dev.astern.journal.tree.ProofPlan;
import dev.astern.journal.tree.Prover;
import dev.astern.journal.tree.Subtree;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TileTest {
    private static final int LEAVES = 70_000;
    private static final long SEED = Long.getLong("astern.seed", 1);
    private static final int CASES = Integer.getInteger("astern.cases", 40);

    private final NaiveTree naive = NaiveTree.ofSize(LEAVES);
    private final MemoryHashes memory = MemoryHashes.of(naive.leaves());

    @Test
    void proofs_out_of_tiles_are_those_out_of_memory() {
        var random = new SplittableRandom(SEED);
        for (int i = 0; i < CASES; i++) {
            int newSize = i == 0 ? LEAVES : random.nextInt(1, LEAVES + 1);
            int oldSize = random.nextInt(0, newSize);
            var tiles = new Prover(new TileHashes(FolderOfTiles.of(memory, newSize), newSize));
            var seed = "seed " + SEED + ", case " + i + ": from " + oldSize + " to " + newSize;
            assertThat(tiles.inclusion(oldSize, newSize))
                    .as(seed)
                    .isEqualTo(new Prover(memory).inclusion(oldSize, newSize));
            assertThat(tiles.consistency(oldSize, newSize))
                    .as(seed)
                    .isEqualTo(new Prover(memory).consistency(oldSize, newSize));
        }
    }

    @Test
    void a_proof_needs_few_tiles() {
        var plan = ProofPlan.inclusion(69_999, LEAVES).orElseThrow();
        assertThat(TileHashes.needed(plan.subtrees(), LEAVES))
                .containsExactlyInAnyOrder(
                        new HashTilePath(0, 273, 112), new HashTilePath(1, 1, 17), new HashTilePath(2, 0, 1));
        assertThat(TileHashes.needed(Map.of(new Subtree(8, 0), 1).keySet(), LEAVES))
                .containsExactly(new HashTilePath(1, 0, 256));
    }

    @Test
    void the_root_comes_from_tiles_too() {
        var hashes = new TileHashes(FolderOfTiles.of(memory, 1_000), 1_000);
        assertThat(CompactRange.of(1_000, hashes).orElseThrow().root()).isEqualTo(naive.root(1_000));
    }

    @Test
    void a_tile_has_exactly_the_hashes_of_its_width() {
        var path = new HashTilePath(0, 7, 3);
        var tile = new Tile(path, naive.leaves().subList(0, 3));
        var bytes = tile.encode();
        assertThat(bytes).hasSize(96);
        assertThat(Tile.parse(path, bytes)).isEqualTo(Parsed.read(tile));
        for (int length : new int[] {0, 32, 64, 95, 97, 128, 8_192}) {
            assertThat(Tile.parse(path, Arrays.copyOf(bytes, length))).isEqualTo(Parsed.malformed(Flaw.TILE_LENGTH));
        }
        assertThat(tile.hash(new Subtree(0, 7 * 256))).contains(naive.leaf(0));
        assertThat(tile.hash(new Subtree(1, 7 * 128 + 1))).isEmpty();
        assertThat(tile.hash(new Subtree(0, 7 * 256 - 1))).isEmpty();
        assertThat(tile.hash(new Subtree(8, 7))).isEmpty();
    }

    @Test
    void an_entry_bundle_is_read_to_its_last_byte() {
        var entries = List.of(bytes(0), bytes(65_535), bytes(1));
        var bundle = new EntryBundle(entries);
        var encoded = bundle.encode();
        var path = new EntryBundlePath(0, 3);
        assertThat(encoded).hasSize(6 + 65_536).startsWith(0, 0, 255, 255);
        assertThat(EntryBundle.parse(path, encoded)).isEqualTo(Parsed.read(bundle));
        assertThat(EntryBundle.parse(new EntryBundlePath(0, 2), encoded))
                .isEqualTo(Parsed.malformed(Flaw.BUNDLE_TRAILING));
        assertThat(EntryBundle.parse(new EntryBundlePath(0, 4), encoded)).isEqualTo(Parsed.malformed(Flaw.BUNDLE_CUT));
        assertThat(EntryBundle.parse(path, Arrays.copyOf(encoded, encoded.length - 1)))
                .isEqualTo(Parsed.malformed(Flaw.BUNDLE_CUT));
        assertThat(bundle.leafHashes().getFirst().hex())
                .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    }

    private static Bytes bytes(int length) {
        return Bytes.copyOf(new byte[length]);
    }
}
