package dev.astern.library.model;

import java.util.List;
import java.util.Map;

/**
 * What a pattern took from its subject.
 *
 * @param values by name; strings, or JSON values from a tool's arguments
 * @param rest the words that stand for {@code ...} in a command's pattern
 * @param carried options that say where the command acts, as they stood; its recovery acts there, too
 */
public record Captures(Map<String, Object> values, List<String> rest, List<String> carried) {
    public Captures {
        values = Map.copyOf(values);
        rest = List.copyOf(rest);
        carried = List.copyOf(carried);
    }

    public Captures(Map<String, Object> values, List<String> carried) {
        this(values, List.of(), carried);
    }
}
