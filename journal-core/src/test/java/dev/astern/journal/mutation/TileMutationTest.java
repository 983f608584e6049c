package dev.astern.journal.mutation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.Bytes;
import dev.astern.journal.Parsed;
import dev.astern.journal.tile.EntryBundle;
import dev.astern.journal.tile.EntryBundlePath;
import dev.astern.journal.tile.HashTilePath;
import dev.astern.journal.tile.Tile;
import dev.astern.journal.tile.TilePath;
import dev.astern.journal.tree.CompactRange;
import dev.astern.journal.tree.NaiveTree;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class TileMutationTest {
    private static final int WIDTH = 40;

    private final NaiveTree naive = NaiveTree.ofSize(WIDTH);

    @Test
    void a_tile_leads_to_the_root_in_one_form_only() {
        Cases.run("mutations of tiles", Cases.MANY, seed -> {
            var mutator = new Mutator(seed);
            int width = mutator.between(1, WIDTH);
            var path = new HashTilePath(0, 0, width);
            var tile = new Tile(path, naive.leaves().subList(0, width));
            if (Tile.parse(path, mutator.mutate(tile.encode())) instanceof Parsed.Read<Tile>(var read)) {
                var range = CompactRange.EMPTY;
                for (var hash : read.hashes()) {
                    range = range.append(hash);
                }
                assertThat(range.root()).isNotEqualTo(naive.root(width));
            }
        });
    }

    @Test
    void an_entry_bundle_leads_to_its_tile_in_one_form_only() {
        Cases.run("mutations of entry bundles", Cases.MANY, seed -> {
            var mutator = new Mutator(seed);
            var entries = new ArrayList<Bytes>();
            for (int i = mutator.between(1, 6); i > 0; i--) {
                entries.add(Bytes.copyOf(mutator.some(mutator.below(30))));
            }
            var bundle = new EntryBundle(entries);
            var path = new EntryBundlePath(0, entries.size());
            var mutated = mutator.mutate(bundle.encode());
            if (EntryBundle.parse(path, mutated) instanceof Parsed.Read<EntryBundle>(var read)) {
                assertThat(read.encode()).isEqualTo(mutated);
                assertThat(read.leafHashes()).isNotEqualTo(bundle.leafHashes());
            }
        });
    }

    @Test
    void a_path_that_is_read_is_written_the_same() {
        Cases.run("mutations of tile paths", Cases.MANY, seed -> {
            var mutator = new Mutator(seed);
            long index = mutator.below(2) == 0 ? mutator.below(1_000) : mutator.below(Integer.MAX_VALUE);
            int width = mutator.between(1, 256);
            TilePath path = mutator.below(3) == 0
                    ? new EntryBundlePath(index, width)
                    : new HashTilePath(mutator.below(64), index, width);
            var mutated = new String(mutator.mutate(path.path().getBytes(UTF_8)), UTF_8);
            if (TilePath.parse(mutated) instanceof Parsed.Read<TilePath>(var read)) {
                assertThat(read.path()).isEqualTo(mutated);
                assertThat(read).isNotEqualTo(path);
            }
        });
    }
}
