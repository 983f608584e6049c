package dev.astern.journal.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the audit files tell of an action, gathered from its entries in one go. */
final class Facts {
    /** In the order in which people are told. */
    static final List<String> TOLD = List.of(
            "agent",
            "target",
            "tool",
            "verb",
            "tier",
            "reversibility",
            "rehearsal",
            "command",
            "reason",
            "risk_score",
            "policy",
            "approval",
            "reviewer",
            "state",
            "exit_code",
            "problem",
            "problem_detail",
            "effects",
            "output",
            "working_directory",
            "environment",
            "rollback");

    private static final Map<String, Integer> PLACES = places();

    private final @Nullable Object[] values = new @Nullable Object[TOLD.size()];

    private static Map<String, Integer> places() {
        var places = new HashMap<String, Integer>();
        TOLD.forEach(name -> places.put(name, places.size()));
        return places;
    }

    /** Of two entries that say something, the later one counts. */
    Facts(AuditItem.Action action) {
        for (var entry : action.said()) {
            entry.forEach((name, value) -> {
                var place = PLACES.get(name);
                if (place != null && value != null) {
                    values[place] = Parts.joined(value);
                }
            });
        }
    }

    @Nullable
    Object at(int place) {
        return values[place];
    }

    @Nullable
    Object get(String name) {
        var place = PLACES.get(name);
        if (place == null) {
            throw new IllegalArgumentException("audit files do not tell " + name + ": bug");
        }
        return values[place];
    }

    @Nullable
    Object member(String name, String member) {
        return get(name) instanceof Map<?, ?> map ? map.get(member) : null;
    }
}
