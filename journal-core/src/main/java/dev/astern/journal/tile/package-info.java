/** The tree and its entries in files that never change, as C2SP tlog-tiles: tiles of 256 hashes, entry bundles. */
@NullMarked
package dev.astern.journal.tile;

import org.jspecify.annotations.NullMarked;
