package dev.astern.journal.bundle;

import dev.astern.journal.Bytes;
import dev.astern.journal.Hash;
import dev.astern.journal.entry.Disclosure;
import java.util.List;

/**
 * An entry with all that a bundle has of it.
 *
 * @param index its place in the log
 * @param leaf its bytes
 * @param proof that it is in the tree of the bundle's checkpoint
 * @param disclosures those that are to be shown
 */
public record BundleItem(long index, Bytes leaf, List<Hash> proof, List<Disclosure> disclosures) {
    public BundleItem {
        proof = List.copyOf(proof);
        disclosures = List.copyOf(disclosures);
    }
}
