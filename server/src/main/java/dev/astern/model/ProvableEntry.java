package dev.astern.model;

import java.util.List;

/**
 * An entry as it is in the tree, and what can be shown of its disclosures.
 *
 * @param disclosures as RFC 9901 writes them
 */
public record ProvableEntry(long index, String leaf, List<String> disclosures) {
    public ProvableEntry {
        disclosures = List.copyOf(disclosures);
    }
}
