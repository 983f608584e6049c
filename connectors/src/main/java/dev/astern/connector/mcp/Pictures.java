package dev.astern.connector.mcp;

import dev.astern.connector.Image;
import dev.astern.library.entry.Resource;
import dev.astern.library.entry.Resource.Look;
import dev.astern.library.model.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns what a server says of a resource into an image, text by text, and back without loss. */
final class Pictures {
    /** Marks a field whose value is not a text, and so is kept as JSON. */
    private static final String JSON = " (json)";

    private Pictures() {}

    /** What came of looking at an answer. */
    sealed interface Picture {
        record There(Image image) implements Picture {}

        record Nothing() implements Picture {}

        /** It holds what would not come back the same. */
        record Inexact() implements Picture {}
    }

    static Picture of(Look look, Map<String, @Nullable Object> answer) {
        var fields = new TreeMap<String, @Nullable Object>();
        if (look.image().isEmpty()) {
            fields.putAll(look.lines() ? lines(String.valueOf(answer.get("text"))) : answer);
        } else {
            look.image().get().find(answer).ifPresent(found -> fields.putAll(members(found, look.lines())));
        }
        look.also().forEach((name, path) -> path.find(answer).ifPresent(found -> fields.put(name, found)));
        if (!look.only().isEmpty()) {
            fields.keySet().retainAll(look.only());
        }
        boolean somewhere = look.image().isPresent() || !look.also().isEmpty();
        if (somewhere && fields.values().stream().allMatch(value -> value instanceof List<?> list && list.isEmpty())) {
            return new Picture.Nothing();
        }
        var image = image(fields, look.unordered());
        return image.fields().entrySet().stream()
                        .allMatch(field -> Shown.exact(field.getKey()) && Shown.exact(String.valueOf(field.getValue())))
                ? new Picture.There(image)
                : new Picture.Inexact();
    }

    private static Map<String, @Nullable Object> members(Object found, boolean lines) {
        return switch (found) {
            case Map<?, ?> members -> Rpc.object(members).orElseThrow();
            case String text when lines -> lines(text);
            case String text -> Map.of("text", text);
            default -> Map.of("value", found);
        };
    }

    private static Map<String, @Nullable Object> lines(String text) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        text.lines().forEach(line -> {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 2));
            }
        });
        return fields;
    }

    static Image image(Map<String, @Nullable Object> fields, Set<String> unordered) {
        var image = new LinkedHashMap<String, @Nullable String>();
        fields.forEach((name, value) -> {
            switch (value) {
                case null -> image.put(name, null);
                case String text when !name.endsWith(JSON) -> image.put(name, text);
                default -> image.put(name + JSON, Json.write(canonical(value, unordered.contains(name))));
            }
        });
        return new Image(image);
    }

    private static Object canonical(Object value, boolean sorted) {
        return switch (value) {
            case Map<?, ?> members -> {
                var ordered = new TreeMap<String, @Nullable Object>();
                members.forEach((name, member) ->
                        ordered.put(String.valueOf(name), member == null ? null : canonical(member, false)));
                yield ordered;
            }
            case List<?> elements -> {
                var list = new ArrayList<@Nullable Object>();
                elements.forEach(element -> list.add(element == null ? null : canonical(element, false)));
                if (sorted) {
                    list.sort(Comparator.comparing(Pictures::text));
                }
                yield list;
            }
            default -> value;
        };
    }

    private static String text(@Nullable Object value) {
        return value == null ? "null" : Json.write(value);
    }

    static Map<String, @Nullable Object> fields(Image image) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        image.fields().forEach((name, text) -> {
            if (text != null && name.endsWith(JSON)) {
                fields.put(
                        name.substring(0, name.length() - JSON.length()),
                        Json.read(text).orElse(null));
            } else {
                fields.put(name, text);
            }
        });
        return fields;
    }

    /** What one lacks that it should have, and what it has that it should not: of lists, which elements. */
    static String difference(Optional<Image> now, Optional<Image> wanted) {
        var is = now.map(Pictures::fields).orElse(Map.of());
        var should = wanted.map(Pictures::fields).orElse(Map.of());
        return Json.write(Map.of("missing", less(should, is), "extra", less(is, should)));
    }

    private static Map<String, @Nullable Object> less(
            Map<String, @Nullable Object> one, Map<String, @Nullable Object> other) {
        var less = new LinkedHashMap<String, @Nullable Object>();
        one.forEach((name, value) -> {
            var there = other.get(name);
            if (value instanceof List<?> list) {
                var rest = new ArrayList<Object>(list);
                if (there instanceof List<?> same) {
                    rest.removeAll(same);
                }
                less.put(name, rest);
            } else if (value != null && !value.equals(there)) {
                less.put(name, value);
            }
        });
        return less;
    }

    /** Fields of any look that are lists without an order. */
    static Set<String> unordered(Resource resource) {
        return resource.looks().stream()
                .flatMap(look -> look.unordered().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
