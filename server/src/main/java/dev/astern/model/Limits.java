package dev.astern.model;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much a session may change before a person is asked. What is not limited is missing or null.
 *
 * @param verbs writes by verb, for example 5 of {@code delete}
 * @param targets writes by target
 * @param rows rows or resources in all
 * @param perMinute writes in any minute
 * @param amount money moved in all, as far as targets say where money is; where they don't, it is held
 */
public record Limits(
        Map<String, Long> verbs,
        Map<String, Long> targets,
        @Nullable Long rows,
        @Nullable Long perMinute,
        @Nullable Money amount) {
    public static final Limits NONE = new Limits(Map.of(), Map.of(), null, null, null);

    /** All but money. */
    public Limits(Map<String, Long> verbs, Map<String, Long> targets, @Nullable Long rows, @Nullable Long perMinute) {
        this(verbs, targets, rows, perMinute, null);
    }

    public Limits {
        verbs = Map.copyOf(verbs);
        targets = Map.copyOf(targets);
        if (negative(rows)
                || negative(perMinute)
                || verbs.values().stream().anyMatch(Limits::negative)
                || targets.values().stream().anyMatch(Limits::negative)) {
            throw new IllegalArgumentException("a limit counts from 0");
        }
    }

    public boolean none() {
        return equals(NONE);
    }

    /** With some raised or set, and the others as they were. */
    public Limits with(Limits more) {
        var newVerbs = new HashMap<>(verbs);
        newVerbs.putAll(more.verbs);
        var newTargets = new HashMap<>(targets);
        newTargets.putAll(more.targets);
        return new Limits(
                newVerbs,
                newTargets,
                more.rows == null ? rows : more.rows,
                more.perMinute == null ? perMinute : more.perMinute,
                more.amount == null ? amount : more.amount);
    }

    /** As entries say it. */
    public Map<String, @Nullable Object> told() {
        var told = new HashMap<String, @Nullable Object>();
        told.put("verbs", verbs);
        told.put("targets", targets);
        told.put("rows", rows);
        told.put("per_minute", perMinute);
        told.put("amount", amount == null ? null : amount.toString());
        return told;
    }

    private static boolean negative(@Nullable Long limit) {
        return limit != null && limit < 0;
    }
}
