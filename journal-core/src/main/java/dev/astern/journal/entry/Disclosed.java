package dev.astern.journal.entry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an entry says with all that was disclosed of it in place.
 *
 * @param body fields by name. In place of an element of a list that was not disclosed there is still {@code {"...":
 *     digest}}; of fields that were not disclosed nothing is left.
 * @param withheld how many digests there is no disclosure for, because nobody handed it out or its key was destroyed
 */
public record Disclosed(Map<String, @Nullable Object> body, int withheld) {}
