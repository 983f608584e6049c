package dev.astern.connector.resource;

import dev.astern.connector.Effect.Kind;
import dev.astern.connector.Image;
import dev.astern.connector.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a selection of actions did to one resource, all in all. Where somebody else wrote between two of them, what that
 * one left is what has to come back, not what was there before all of them.
 *
 * @param before to be put back; null where the selection made the resource
 * @param after what the selection left; null where it deleted the resource
 * @param position of the latest action
 * @param cut why earlier work of the selection on it stays; null where none does
 */
record Net(
        Ref ref,
        @Nullable Image before,
        @Nullable Image after,
        String detail,
        long position,
        @Nullable Reason cut) {

    /** One action's part. */
    record Step(
            long position, @Nullable Image before, @Nullable Image after, String detail) {}

    /** @param steps in the order in which they happened; at least one */
    static Net of(Ref ref, List<Step> steps) {
        var last = steps.getLast();
        var base = last.before();
        @Nullable Reason cut = null;
        for (int i = steps.size() - 2; i >= 0; i--) {
            var step = steps.get(i);
            if (base == null || step.after() == null) {
                if (base != null || step.after() != null) {
                    // Somebody else deleted it or made it again in between: that is where the undo ends.
                    cut = base == null ? null : Reason.KEY_TAKEN;
                    break;
                }
                base = step.before();
            } else if (step.before() == null) {
                // The selection made it; whatever others wrote into it since makes it theirs as well.
                if (!Images.equal(base, step.after())) {
                    cut = Reason.ROW_CHANGED_SINCE_INSERT;
                    break;
                }
                base = null;
            } else {
                base = composed(step.before(), step.after(), base);
            }
        }
        return new Net(ref, base, last.after(), last.detail(), last.position(), cut);
    }

    /** Goes back over one action, but only in the fields where the next one found what this one left. */
    private static Image composed(Image before, Image after, Image next) {
        var fields = new LinkedHashMap<String, @Nullable String>(next.fields());
        for (var field : Images.differing(before, after)) {
            if (Images.same(after, next, field)) {
                set(fields, field, before);
            }
        }
        return new Image(fields);
    }

    private static void set(Map<String, @Nullable String> fields, String field, Image from) {
        if (from.fields().containsKey(field)) {
            fields.put(field, from.get(field));
        } else {
            fields.remove(field);
        }
    }

    Kind did() {
        return before == null ? Kind.INSERT : after == null ? Kind.DELETE : Kind.UPDATE;
    }

    /** Whether nothing is left of it, whatever happened in between. */
    boolean nothing() {
        return cut == null && Images.equal(before, after);
    }
}
