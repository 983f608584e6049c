package dev.astern.connector.testkit.seeded;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a selection did to one resource, all in all.
 *
 * @param before what has to come back: what somebody else left in between, where somebody did
 * @param after what the selection left
 * @param cut whether earlier work of the selection stays, because others made or deleted the resource in between, or wrote
 *     into it
 */
record Net(State before, State after, boolean cut) {
    /**
     * As good: where what is beyond the cut comes to nothing by itself, nothing of it stays.
     *
     * @param changes in the order in which they happened; at least one
     */
    static Stream<Net> each(List<Change> changes, boolean whole) {
        var net = of(changes, whole);
        boolean nothing = false;
        for (int i = 1; net.cut() && i < changes.size(); i++) {
            var earlier = of(changes.subList(0, i), whole);
            var later = of(changes.subList(i, changes.size()), whole);
            nothing |= earlier.nothing() && later.before().equals(net.before()) && !later.cut();
        }
        return nothing ? Stream.of(net, new Net(net.before(), net.after(), false)) : Stream.of(net);
    }

    /**
     * @param changes in the order in which they happened; at least one
     * @param whole whether the resource is one value, so that who writes a part of it has written all of it
     */
    static Net of(List<Change> changes, boolean whole) {
        var before = changes.getLast().before();
        boolean cut = false;
        for (int i = changes.size() - 2; i >= 0 && !cut; i--) {
            var change = changes.get(i);
            var left = change.after();
            if (before.equals(left)) {
                before = change.before();
            } else if (before.absent()) {
                // Others deleted it: there is nothing to go back to beyond that.
                break;
            } else if (left.absent() || change.before().absent()) {
                cut = true;
            } else if (!whole) {
                before = beyond(change, before);
            }
        }
        return new Net(before, changes.getLast().after(), cut);
    }

    /** Goes back over a change in the fields in which the next one found what this one left. */
    private static State beyond(Change change, State next) {
        var state = next;
        for (var field : change.before().differing(change.after())) {
            if (next.get(field).equals(change.after().get(field))) {
                state = state.with(field, change.before().get(field));
            }
        }
        return state;
    }

    /** Whether nothing is left of it. */
    boolean nothing() {
        return !cut && before.equals(after);
    }
}
