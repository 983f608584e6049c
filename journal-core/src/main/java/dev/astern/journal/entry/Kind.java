package dev.astern.journal.entry;

import dev.astern.journal.Instants;
import dev.astern.journal.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the value of a field that was read has to be. In place of any element of a list there may be its digest. */
@FunctionalInterface
interface Kind {
    Kind ANY = value -> true;
    Kind TEXT = value -> value instanceof String;
    Kind BOOLEAN = value -> value instanceof Boolean;
    Kind INTEGER = value -> value instanceof Long;
    Kind COUNT = value -> value instanceof Long count && count >= 0;
    Kind TIME = value -> value instanceof String text && Instants.parse(text).isPresent();
    Kind OBJECT = value -> value instanceof JsonObject;
    Kind TEXTS = value -> value instanceof List<?> list
            && list.stream().allMatch(item -> item instanceof String || Digests.isElement(item));

    Kind AGENT = object(Map.of(
            "id", TEXT, "version", TEXT.orNull(), "prompt", TEXT.orNull(), "model", TEXT.orNull(), "tools", ANY));
    Kind POLICY = object(Map.of(
            "id",
            TEXT.orNull(),
            "version",
            ANY,
            "digest",
            TEXT.orNull(),
            "decision",
            TEXT.orNull(),
            "rule",
            TEXT.orNull(),
            "would",
            TEXT.orNull()));
    Kind APPROVAL = object(Map.of("required", BOOLEAN, "reviewer", TEXT.orNull(), "approved_at", TIME.orNull()));
    Kind ERASED_AT = list(object(Map.of(
            "target", TEXT, "state", TEXT, "images", COUNT, "rows", COUNT, "held", COUNT, "problem", TEXT.orNull())));

    boolean fits(@Nullable Object value);

    default Kind orNull() {
        return value -> value == null || fits(value);
    }

    private static Kind list(Kind element) {
        return value -> value instanceof List<?> list
                && list.stream().allMatch(item -> element.fits(item) || Digests.isElement(item));
    }

    /** An object with some of these members, and digests of others. */
    private static Kind object(Map<String, Kind> members) {
        return value -> {
            if (!(value instanceof JsonObject object)) {
                return false;
            }
            for (int i = 0; i < object.size(); i++) {
                var name = object.nameAt(i);
                var kind = members.get(name);
                if (kind == null ? !Digests.FIELDS.equals(name) : !kind.fits(object.valueAt(i))) {
                    return false;
                }
            }
            return true;
        };
    }
}
