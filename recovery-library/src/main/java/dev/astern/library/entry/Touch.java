package dev.astern.library.entry;

import dev.astern.library.model.JsonPath;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a call does to one kind of resource.
 *
 * @param each the argument that is a list of which every element names one; none where the arguments name one
 * @param key where in the arguments, or in an element, the values of the resource's key stand
 * @param made where in the answer they stand, for what the server names itself
 * @param sets where in the arguments, or in an element, the values of the resource's fields stand
 * @param with other members that an element may have
 */
public record Touch(
        Resource resource,
        Does does,
        Optional<JsonPath> each,
        Map<String, JsonPath> key,
        Map<String, JsonPath> made,
        Map<String, JsonPath> sets,
        Set<String> with) {
    /** What happens to it. */
    public enum Does {
        /** It is made, unless it is there. */
        INSERT,
        /** It is made, or written over. */
        PUT,
        /** It changes. */
        CHANGE,
        /** It goes. */
        DELETE,
        /** It goes elsewhere, to where {@link #MOVE_TO} of the same entry says. */
        MOVE_FROM,
        /** It comes from elsewhere. */
        MOVE_TO
    }

    public Touch {
        key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
        made = Collections.unmodifiableMap(new LinkedHashMap<>(made));
        sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
        with = Set.copyOf(with);
    }
}
