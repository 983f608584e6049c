package dev.astern.verify.lines;

import dev.astern.journal.Hash;
import dev.astern.journal.entry.Disclosed;
import dev.astern.journal.entry.Entry;

/**
 * An entry that is in the log.
 *
 * @param index where
 * @param hash of the leaf
 * @param said with what was disclosed of it
 * @param shown how many disclosures that were
 */
record CheckedEntry(long index, Hash hash, Entry entry, Disclosed said, int shown) {}
