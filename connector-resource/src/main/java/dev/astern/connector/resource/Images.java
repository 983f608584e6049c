package dev.astern.connector.resource;

import dev.astern.connector.Image;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is done with images, field by field. A field that is not there differs from one that is there with null. */
final class Images {
    private Images() {}

    /** The names of the fields in which two images differ, in order. */
    static Set<String> differing(Image one, Image other) {
        var names = new TreeSet<>(one.fields().keySet());
        names.addAll(other.fields().keySet());
        names.removeIf(name -> same(one, other, name));
        return names;
    }

    static boolean same(Image one, Image other, String field) {
        return one.fields().containsKey(field) == other.fields().containsKey(field)
                && Objects.equals(one.get(field), other.get(field));
    }

    /** Whether both are there with the same fields, or neither is. */
    static boolean equal(@Nullable Image one, @Nullable Image other) {
        return Objects.equals(one, other);
    }

    /** An image with some fields as they are in another. */
    static Image with(Image image, Collection<String> fields, Image as) {
        var changed = new LinkedHashMap<>(image.fields());
        for (var field : fields) {
            if (as.fields().containsKey(field)) {
                changed.put(field, as.get(field));
            } else {
                changed.remove(field);
            }
        }
        return new Image(changed);
    }

    /** Whether all fields of one are in the other with the same values. */
    static boolean holds(Image image, Image fields) {
        return fields.fields().keySet().stream().allMatch(field -> same(image, fields, field));
    }

    static Set<String> names(Image image) {
        return new LinkedHashSet<>(image.fields().keySet());
    }

    static @Nullable Image of(Seen seen) {
        return seen instanceof Seen.Present(var image, var version) ? image : null;
    }
}
