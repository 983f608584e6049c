package dev.astern.connector.testkit.seeded;

import java.util.List;

/**
 * What one action did to one resource, by the truth.
 *
 * @param unmoved the state before, as the action was first seen to find it: a person may have come in between since
 */
record Change(State before, State after, State unmoved) {
    Change(State before, State after) {
        this(before, after, before);
    }

    /** The same work, upon what was first found. */
    Change sooner() {
        if (unmoved.absent() || before.absent() || after.absent()) {
            return this;
        }
        var left = unmoved;
        for (var field : before.differing(after)) {
            left = left.with(field, after.get(field));
        }
        return new Change(unmoved, left);
    }

    /** Whether nobody else came in between some changes of one resource. */
    static boolean undisturbed(List<Change> changes) {
        for (int i = 1; i < changes.size(); i++) {
            if (!changes.get(i).before().equals(changes.get(i - 1).after())) {
                return false;
            }
        }
        return true;
    }
}
