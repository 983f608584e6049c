package dev.astern.model;

import java.util.List;

/**
 * What of a receipt's disclosures can be shown.
 *
 * @param texts as RFC 9901 writes them; which of them are fields and which elements, the entry's digests tell
 * @param erased how many can't be read any more
 */
public record Disclosures(List<String> texts, int erased) {
    public Disclosures {
        texts = List.copyOf(texts);
    }
}
