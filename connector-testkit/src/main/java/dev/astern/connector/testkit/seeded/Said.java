package dev.astern.connector.testkit.seeded;

import dev.astern.connector.Effect;
import dev.astern.connector.Image;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoReport.Count;
import dev.astern.connector.UndoResult;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether what is said agrees with what was, and with what else is said. */
final class Said {
    /** Of these it is clear why. */
    private static final Set<UndoResult> PLAIN = EnumSet.of(UndoResult.RESTORED, UndoResult.ALREADY_BACK);

    private Said() {}

    /** Whether an effect is the change from one state to the other. */
    static boolean so(Effect effect, State before, State after) {
        var kind = before.absent() ? Effect.Kind.INSERT : after.absent() ? Effect.Kind.DELETE : Effect.Kind.UPDATE;
        return effect.kind() == kind && holds(effect.before(), before, after) && holds(effect.after(), after, before);
    }

    /** Whether an effect leaves these fields, which its images have, as they were. */
    static boolean sameIn(Effect effect, List<String> fields) {
        var before = effect.before();
        var after = effect.after();
        return before != null
                && after != null
                && fields.stream()
                        .allMatch(field -> before.fields().containsKey(field)
                                && Objects.equals(before.get(field), after.get(field)));
    }

    /** Whether an image has the values of a state that differ from the other. */
    private static boolean holds(@Nullable Image image, State state, State other) {
        if (state.absent() || image == null) {
            return state.absent() && image == null;
        }
        var text = image.toString();
        return state.differing(other).stream().allMatch(field -> text.contains(state.get(field)));
    }

    /** What contradicts itself in a plan or a report that lists all; empty where nothing does. */
    static String contradiction(UndoReport report) {
        var items = new HashMap<Count, Long>();
        for (var item : report.items()) {
            items.merge(new Count(item.resource(), item.result(), item.reason(), 0), 1L, Long::sum);
            if (item.reason() == null && !PLAIN.contains(item.result())) {
                return "it does not say why: " + item;
            }
            if (item.result() == UndoResult.RESTORED && keepsOwn(item)) {
                return "it is said to be back, and a field that was the agent's is not: " + item;
            }
        }
        var counts = new HashMap<Count, Long>();
        for (var count : report.counts()) {
            counts.merge(new Count(count.resource(), count.result(), count.reason(), 0), count.count(), Long::sum);
        }
        return items.equals(counts) ? "" : "it counts " + counts + " and lists " + items;
    }

    private static boolean keepsOwn(UndoItem item) {
        return item.reason() == null && item.fields().stream().anyMatch(field -> field.result() == UndoResult.KEPT);
    }
}
