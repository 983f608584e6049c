package dev.astern.connector.sql.ddl;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One object of the catalog before and after a change, in words.
 *
 * @param object its kind and name, for example {@code column public.orders.total}
 * @param before null where it was not there
 * @param after null where it is gone
 */
record StructureImage(
        String object, @Nullable String before, @Nullable String after) {
    StructureImage {
        Objects.requireNonNull(object, "object");
    }

    String kind() {
        return object.substring(0, object.indexOf(' '));
    }

    /** The name alone, for example {@code public.orders.total}. */
    String path() {
        return object.substring(object.indexOf(' ') + 1);
    }

    boolean gone() {
        return before != null && after == null;
    }
}
