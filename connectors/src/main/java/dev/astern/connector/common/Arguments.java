package dev.astern.connector.common;

import static dev.astern.connector.common.Texts.bad;

import dev.astern.connector.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a call, each read as what it has to be. Whatever is not that is refused by a
 * {@link dev.astern.connector.ProblemException}.
 */
public final class Arguments {
    private final Call call;

    private Arguments(Call call) {
        this.call = call;
    }

    /** @param known every argument that the tool has; another one is refused */
    public static Arguments of(Call call, String... known) {
        var names = Set.of(known);
        for (var name : call.arguments().keySet()) {
            if (!names.contains(name)) {
                throw bad(call.tool() + " has no argument " + Texts.shown(name) + "; it has "
                        + names.stream().sorted().toList());
            }
        }
        return new Arguments(call);
    }

    public boolean has(String name) {
        return call.arguments().containsKey(name);
    }

    public String text(String name, int maxLength) {
        return optional(name, maxLength).orElseThrow(() -> bad(call.tool() + " needs " + name));
    }

    public Optional<String> optional(String name, int maxLength) {
        var value = call.arguments().get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw bad(name + " is a text");
        }
        if (text.length() > maxLength) {
            throw bad(name + " is longer than " + maxLength);
        }
        return Optional.of(text);
    }

    /** @param otherwise what it is where nothing is said */
    public int number(String name, int otherwise, int min, int max) {
        var value = call.arguments().get(name);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof Number number)
                || number.doubleValue() != number.intValue()
                || number.intValue() < min
                || number.intValue() > max) {
            throw bad(name + " is a whole number from " + min + " to " + max);
        }
        return number.intValue();
    }

    /** Texts in a list, or one alone; empty where nothing is said. */
    public List<String> texts(String name, int maxCount, int maxLength) {
        var value = call.arguments().get(name);
        var given = value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
        if (given.size() > maxCount) {
            throw bad(name + " has more than " + maxCount);
        }
        var texts = new ArrayList<String>();
        for (var one : given) {
            if (!(one instanceof String text) || text.length() > maxLength) {
                throw bad(name + " is a list of texts, each up to " + maxLength + " characters");
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    /** Names and values; empty where nothing is said. */
    public Map<String, @Nullable Object> object(String name) {
        var value = call.arguments().get(name);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> given)) {
            throw bad(name + " is an object of names and values");
        }
        var object = new LinkedHashMap<String, @Nullable Object>();
        given.forEach((key, one) -> object.put(String.valueOf(key), one));
        return object;
    }

    /** Objects in a list; empty where nothing is said. */
    public List<Map<String, @Nullable Object>> objects(String name, int maxCount) {
        var value = call.arguments().get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list) || list.size() > maxCount) {
            throw bad(name + " is a list of up to " + maxCount + " objects");
        }
        var objects = new ArrayList<Map<String, @Nullable Object>>();
        for (var one : list) {
            if (!(one instanceof Map<?, ?> given)) {
                throw bad(name + " is a list of objects");
            }
            var object = new LinkedHashMap<String, @Nullable Object>();
            given.forEach((key, field) -> object.put(String.valueOf(key), field));
            objects.add(object);
        }
        return objects;
    }
}
