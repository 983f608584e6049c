package dev.astern.journal.entry;

import dev.astern.journal.Base64Url;
import dev.astern.journal.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where digests of disclosures are: RFC 9901, sections 4.2.4.1 and 4.2.4.2. */
final class Digests {
    /** The member of an object that lists the digests of further members. */
    static final String FIELDS = "_sd";
    /** The only member of an object that stands for an element of a list. */
    static final String ELEMENT = "...";

    static final String ALGORITHM = "_sd_alg";
    static final String SHA_256 = "sha-256";

    private Digests() {}

    static boolean isName(String name) {
        return name.equals(FIELDS) || name.equals(ELEMENT) || name.equals(ALGORITHM);
    }

    static boolean isElement(@Nullable Object item) {
        return item instanceof Map<?, ?> map && map.containsKey(ELEMENT);
    }

    /**
     * How many digests there are in a value that was read, at any depth; −1 when one is not where or what it has to be.
     *
     * @param top whether it is the entry itself, the only place that names the algorithm
     */
    static int count(@Nullable Object value, boolean top) {
        return switch (value) {
            case JsonObject object -> countMembers(object, top);
            case List<?> list -> countItems(list);
            case null, default -> 0;
        };
    }

    private static int countMembers(JsonObject object, boolean top) {
        int count = 0;
        for (int i = 0; i < object.size(); i++) {
            int more = countMember(object.nameAt(i), object.valueAt(i), top);
            if (more < 0) {
                return -1;
            }
            count += more;
        }
        return count;
    }

    private static int countMember(String name, @Nullable Object value, boolean top) {
        return switch (name) {
            case FIELDS -> countSorted(value);
            case ELEMENT -> -1;
            case ALGORITHM -> top ? 0 : -1;
            default -> count(value, false);
        };
    }

    private static int countItems(List<?> list) {
        int count = 0;
        for (var item : list) {
            int more = isElement(item) ? countElement((Map<?, ?>) item) : count(item, false);
            if (more < 0) {
                return -1;
            }
            count += more;
        }
        return count;
    }

    private static int countElement(@Nullable Map<?, ?> element) {
        return element != null && element.size() == 1 && isDigest(element.get(ELEMENT)) ? 1 : -1;
    }

    /** Sorted, so that their order does not tell which is which, and none of them twice. */
    private static int countSorted(@Nullable Object digests) {
        if (!(digests instanceof List<?> list) || list.isEmpty()) {
            return -1;
        }
        var previous = "";
        for (var digest : list) {
            if (!(digest instanceof String text) || !isDigest(text) || previous.compareTo(text) >= 0) {
                return -1;
            }
            previous = text;
        }
        return list.size();
    }

    private static boolean isDigest(@Nullable Object digest) {
        return digest instanceof String text && Base64Url.isDigest(text);
    }
}
