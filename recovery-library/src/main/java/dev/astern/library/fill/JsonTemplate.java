package dev.astern.library.fill;

import dev.astern.library.fill.TextTemplate.Piece;
import dev.astern.library.model.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON whose strings may be placeholders. A string that is one placeholder and nothing else becomes the value with its
 * own type; in a longer string the value is text. Nothing that is filled in can end the string it stands in, because the
 * JSON is written after it was filled.
 */
record JsonTemplate(Object tree) {
    static Optional<JsonTemplate> of(String text) {
        return Json.read(text).filter(JsonTemplate::fixed).map(JsonTemplate::new);
    }

    /** Names of members come from the entry alone. Nulls are refused: most systems take them for "delete this". */
    private static boolean fixed(@Nullable Object tree) {
        return switch (tree) {
            case null -> false;
            case Map<?, ?> members ->
                members.entrySet().stream()
                        .allMatch(m -> !TextTemplate.HOLE
                                        .matcher(String.valueOf(m.getKey()))
                                        .find()
                                && fixed(m.getValue()));
            case List<?> elements -> elements.stream().allMatch(JsonTemplate::fixed);
            default -> true;
        };
    }

    Set<String> holes() {
        var names = new LinkedHashSet<String>();
        collect(tree, names, true);
        return names;
    }

    /** Those that stand in longer strings. */
    Set<String> textHoles() {
        var names = new LinkedHashSet<String>();
        collect(tree, names, false);
        return names;
    }

    private static void collect(Object tree, Set<String> names, boolean whole) {
        switch (tree) {
            case Map<?, ?> members -> members.values().forEach(v -> collect(v, names, whole));
            case List<?> elements -> elements.forEach(v -> collect(v, names, whole));
            case String text -> {
                var template = TextTemplate.of(text);
                if (whole || template.pieces().size() > 1) {
                    names.addAll(template.holes());
                }
            }
            default -> {
                // Has none.
            }
        }
    }

    Object fill(Values values) {
        return fill(tree, values);
    }

    private static Object fill(Object tree, Values values) {
        return switch (tree) {
            case Map<?, ?> members -> {
                var filled = new LinkedHashMap<String, Object>();
                members.forEach((name, value) -> filled.put(String.valueOf(name), fill(value, values)));
                yield filled;
            }
            case List<?> elements -> {
                var filled = new ArrayList<Object>();
                elements.forEach(element -> filled.add(fill(element, values)));
                yield filled;
            }
            case String text -> string(TextTemplate.of(text), values);
            default -> tree;
        };
    }

    private static Object string(TextTemplate template, Values values) {
        return template.pieces().size() == 1 && template.pieces().getFirst() instanceof Piece.Hole hole
                ? values.json(hole.name())
                : template.fill(values::text);
    }
}
