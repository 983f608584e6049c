package dev.astern.connector;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All that was kept for one action.
 *
 * @param position later actions have greater ones
 * @param changes in the order they were kept; their numbers are their places
 * @param left by number, as far as it is known
 * @param erased whether there was more, and it was erased
 */
public record KeptAction(
        String actionId, long position, List<KeptChange> changes, Map<Integer, Left> left, boolean erased) {
    public KeptAction(String actionId, long position, List<KeptChange> changes, Map<Integer, Left> left) {
        this(actionId, position, changes, left, false);
    }

    /** One of which nothing but its place is known any more. */
    public static KeptAction erased(String actionId, long position) {
        return new KeptAction(actionId, position, List.of(), Map.of(), true);
    }

    public KeptAction {
        Objects.requireNonNull(actionId, "actionId");
        changes = List.copyOf(changes);
        left = Map.copyOf(left);
    }

    /** Whether it is known what became of each change; never where changes were erased. */
    public boolean settled() {
        return !erased && left.size() == changes.size();
    }
}
