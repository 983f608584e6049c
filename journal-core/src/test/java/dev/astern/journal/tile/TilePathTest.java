package dev.astern.journal.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.journal.Flaw;
import dev.astern.journal.Parsed;
import dev.astern.journal.tree.Subtree;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TilePathTest {
    private static final Map<String, TilePath> PATHS = Map.of(
            "tile/0/x001/x234/067", new HashTilePath(0, 1_234_067, 256),
            "tile/3/000", new HashTilePath(3, 0, 256),
            "tile/0/x001/234.p/5", new HashTilePath(0, 1_234, 5),
            "tile/63/999.p/255", new HashTilePath(63, 999, 255),
            "tile/1/x001/000.p/1", new HashTilePath(1, 1_000, 1),
            "tile/0/x999/x999/x999/x999/x999/999", new HashTilePath(0, 999_999_999_999_999_999L, 256),
            "tile/entries/x001/x234/067", new EntryBundlePath(1_234_067, 256),
            "tile/entries/000.p/112", new EntryBundlePath(0, 112));

    private static final Map<Flaw, List<String>> MALFORMED = Map.of(
            Flaw.TILE_PATH,
            List.of(
                    "",
                    "tile",
                    "tile/0",
                    "tile/0/",
                    "/tile/0/000",
                    "tile//000",
                    "tiles/0/000",
                    "tile/0/000.P/1",
                    "tile/0/000.p",
                    "TILE/0/000",
                    "x".repeat(1_000_000),
                    "tile/0/000.p1",
                    "tile/0/.p/1"),
            Flaw.TILE_LEVEL,
            List.of(
                    "tile/00/000",
                    "tile/64/000",
                    "tile/-1/000",
                    "tile/+1/000",
                    "tile/100/000",
                    "tile/Entries/000",
                    "tile/data/000",
                    "tile/0x1/000",
                    "tile/\u0661/000",
                    "tile/1 /000"),
            Flaw.TILE_INDEX,
            List.of(
                    "tile/0/0",
                    "tile/0/00",
                    "tile/0/0000",
                    "tile/0/x000",
                    "tile/0/x000/001",
                    "tile/0/001/001",
                    "tile/0/X001/001",
                    "tile/0/x001/x001",
                    "tile/0/-01",
                    "tile/0/000/",
                    "tile/0/\u0660\u0660\u0660",
                    "tile/0/000\n",
                    "tile/0/x001//001",
                    "tile/0/x001/x001/x001/x001/x001/x001/001",
                    "tile/0/000\0"),
            Flaw.TILE_WIDTH,
            List.of(
                    "tile/0/000.p/",
                    "tile/0/000.p/0",
                    "tile/0/000.p/256",
                    "tile/0/000.p/01",
                    "tile/0/000.p/-1",
                    "tile/0/000.p/1/",
                    "tile/0/000.p/1.p/1",
                    "tile/0/000.p/9999999999",
                    "tile/0/000.p/1\n"));

    @Test
    void the_specifications_examples_and_others_are_written_and_read() {
        PATHS.forEach((text, path) -> {
            assertThat(path.path()).isEqualTo(text);
            assertThat(TilePath.parse(text)).isEqualTo(Parsed.read(path));
        });
    }

    @Test
    void any_other_spelling_is_malformed_and_says_where() {
        MALFORMED.forEach((flaw, paths) -> paths.forEach(
                path -> assertThat(TilePath.parse(path)).as("%s", path).isEqualTo(Parsed.malformed(flaw))));
    }

    @Test
    void a_tree_of_70_000_has_the_tiles_that_the_specification_counts() {
        var tiles = new Growth(0, 70_000).tiles();
        assertThat(tiles.stream().filter(tile -> tile.level() == 0 && tile.width() == 256))
                .hasSize(273);
        assertThat(tiles.stream().filter(tile -> tile.width() < 256 || tile.level() > 0))
                .containsExactly(
                        new HashTilePath(0, 273, 112),
                        new HashTilePath(1, 0, 256),
                        new HashTilePath(1, 1, 17),
                        new HashTilePath(2, 0, 1));
        assertThat(new Growth(0, 70_000).bundles()).hasSize(274).last().isEqualTo(new EntryBundlePath(273, 112));
        assertThat(new Growth(0, 256).tiles()).containsExactly(new HashTilePath(0, 0, 256), new HashTilePath(1, 0, 1));
    }

    @Test
    void growth_names_only_what_is_new_or_wider() {
        assertThat(new Growth(70_000, 70_000).tiles()).isEmpty();
        assertThat(new Growth(70_000, 70_001).tiles()).containsExactly(new HashTilePath(0, 273, 113));
        assertThat(new Growth(511, 513).tiles())
                .containsExactly(new HashTilePath(0, 1, 256), new HashTilePath(0, 2, 1), new HashTilePath(1, 0, 2));
        assertThat(new Growth(256, 257).bundles()).containsExactly(new EntryBundlePath(1, 1));
        assertThat(new Growth(Long.MAX_VALUE - 1, Long.MAX_VALUE).tiles()).hasSize(1);
    }

    @Test
    void a_subtree_is_in_the_tile_of_its_level() {
        assertThat(HashTilePath.holding(new Subtree(0, 300), 70_000)).isEqualTo(new HashTilePath(0, 1, 256));
        assertThat(HashTilePath.holding(new Subtree(7, 1), 70_000)).isEqualTo(new HashTilePath(0, 0, 256));
        assertThat(HashTilePath.holding(new Subtree(8, 272), 70_000)).isEqualTo(new HashTilePath(1, 1, 17));
        assertThat(HashTilePath.holding(new Subtree(16, 0), 70_000)).isEqualTo(new HashTilePath(2, 0, 1));
        assertThat(HashTilePath.holding(new Subtree(62, 0), Long.MAX_VALUE)).isEqualTo(new HashTilePath(7, 0, 127));
        assertThatThrownBy(() -> HashTilePath.holding(new Subtree(8, 273), 70_000))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
