package dev.astern.journal.tile;

import java.util.Map;
import java.util.Set;

/** Where tiles are kept: a folder, a server. */
@FunctionalInterface
public interface TileSource {
    /**
     * Looks up tiles. All that a proof needs are asked for at once, so that they can be fetched side by side.
     *
     * @return what is known of them, each under the path asked for. The tile itself may be wider: the log has grown, or
     *     has dropped a partial tile since the full one is there.
     */
    Map<HashTilePath, Tile> tiles(Set<HashTilePath> wanted);
}
