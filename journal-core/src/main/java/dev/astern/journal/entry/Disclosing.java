package dev.astern.journal.entry;

import dev.astern.journal.CanonicalJson;
import dev.astern.journal.Flaw;
import dev.astern.journal.JsonObject;
import dev.astern.journal.Parsed;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * RFC 9901, section 7.1, steps 3 to 5: each disclosure belongs to one digest, no digest comes up twice, and what is
 * disclosed may have digests itself.
 */
final class Disclosing {
    private final Map<String, Disclosure> given = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private int used;
    private @Nullable Flaw flaw;

    private Disclosing() {}

    static Parsed<Disclosed> of(Map<String, @Nullable Object> body, List<Disclosure> disclosures) {
        return new Disclosing().disclose(body, disclosures);
    }

    private Parsed<Disclosed> disclose(Map<String, @Nullable Object> body, List<Disclosure> disclosures) {
        for (var disclosure : disclosures) {
            if (given.put(disclosure.digest(), disclosure) != null) {
                return Parsed.malformed(Flaw.DISCLOSURE_FOREIGN);
            }
        }
        var disclosed = members(body instanceof JsonObject object ? object : object(body), 0);
        if (flaw == null && used < given.size()) {
            flaw = Flaw.DISCLOSURE_FOREIGN;
        }
        return flaw == null ? Parsed.read(new Disclosed(disclosed, seen.size() - used)) : Parsed.malformed(flaw);
    }

    private @Nullable Object value(@Nullable Object value, int depth) {
        if (depth > CanonicalJson.MAX_DEPTH) {
            flaw = Flaw.JSON_DEPTH;
        }
        if (flaw != null) {
            return null;
        }
        return switch (value) {
            case JsonObject object -> members(object, depth);
            case Map<?, ?> map -> members(object(map), depth);
            case List<?> list -> items(list, depth);
            case null, default -> value;
        };
    }

    /** What was not read, but made here, has the same canonical form. */
    private static JsonObject object(Map<?, ?> map) {
        var members = new ArrayList<Map.Entry<String, @Nullable Object>>();
        map.forEach((name, value) -> members.add(new SimpleImmutableEntry<>((String) name, value)));
        return JsonObject.of(members);
    }

    /** An object of which nothing is disclosed stays the one it is. */
    private JsonObject members(JsonObject object, int depth) {
        var shown = object.mapped(value -> value(value, depth + 1));
        if (!(object.get(Digests.FIELDS) instanceof List<?> digests)) {
            return shown;
        }
        var members = new ArrayList<Map.Entry<String, @Nullable Object>>();
        disclosed(digests, object.keySet(), depth, members);
        return flaw == null ? shown.without(List.of(Digests.FIELDS)).with(members) : shown;
    }

    /** Adds what is disclosed beside members that are there. */
    private void disclosed(
            List<?> digests, Set<String> there, int depth, List<Map.Entry<String, @Nullable Object>> members) {
        var added = new HashSet<String>();
        for (var digest : digests) {
            var disclosure = take(String.valueOf(digest));
            if (disclosure == null) {
                continue;
            }
            var name = disclosure.name();
            if (name.isEmpty()) {
                flaw = Flaw.DISCLOSURE_KIND;
            } else if (there.contains(name.get())
                    || !added.add(name.get())
                    || (depth == 0 && Entry.PLACE.contains(name.get()))) {
                flaw = Flaw.DISCLOSURE_TAKEN;
            } else {
                members.add(new SimpleImmutableEntry<>(name.get(), value(disclosure.value(), depth + 1)));
            }
        }
    }

    /** A list of which nothing is disclosed stays the one it is. */
    private List<?> items(List<?> list, int depth) {
        var items = new ArrayList<@Nullable Object>(list.size());
        boolean same = true;
        for (var item : list) {
            var shown = Digests.isElement(item) && item instanceof Map<?, ?> map
                    ? element(map, depth)
                    : value(item, depth + 1);
            same &= isSame(shown, item);
            items.add(shown);
        }
        return same ? list : Collections.unmodifiableList(items);
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(@Nullable Object shown, @Nullable Object item) {
        return shown == item;
    }

    private @Nullable Object element(Map<?, ?> element, int depth) {
        var disclosure = take(String.valueOf(element.get(Digests.ELEMENT)));
        if (disclosure == null) {
            return element;
        }
        if (disclosure.name().isPresent()) {
            flaw = Flaw.DISCLOSURE_KIND;
        }
        return value(disclosure.value(), depth + 1);
    }

    private @Nullable Disclosure take(String digest) {
        if (!seen.add(digest)) {
            flaw = Flaw.ENTRY_DIGESTS;
            return null;
        }
        var disclosure = given.get(digest);
        if (disclosure != null) {
            used++;
        }
        return disclosure;
    }
}
