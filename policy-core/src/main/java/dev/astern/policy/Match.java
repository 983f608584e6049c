package dev.astern.policy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All named fields have to match; each does if one of its patterns does. A field that is not named matches anything. */
public record Match(Map<MatchField, List<Glob>> fields) {
    public static final Match ANYTHING = new Match(Map.of());

    public Match {
        var copy = new EnumMap<MatchField, List<Glob>>(MatchField.class);
        fields.forEach((field, globs) -> copy.put(field, List.copyOf(globs)));
        fields = java.util.Collections.unmodifiableMap(copy);
    }

    public boolean matches(Facts facts) {
        for (var field : fields.entrySet()) {
            var value = field.getKey().of(facts);
            if (field.getValue().stream().noneMatch(glob -> glob.matches(value))) {
                return false;
            }
        }
        return true;
    }

    /** Whether it matches all that the other matches. May say no where the answer is yes, never the reverse. */
    public boolean covers(Match other) {
        return fields.entrySet().stream().allMatch(field -> covers(field.getKey(), field.getValue(), other));
    }

    private static boolean covers(MatchField field, List<Glob> mine, Match other) {
        if (mine.stream().anyMatch(Glob::everything)) {
            return true;
        }
        var theirs = other.fields.get(field);
        if (theirs != null) {
            return theirs.stream().allMatch(their -> mine.stream().anyMatch(my -> my.covers(their)));
        }
        // A fixed list of values may be covered without a star.
        return field != MatchField.STAGE
                && field.fixed()
                        .filter(values ->
                                values.stream().allMatch(value -> mine.stream().anyMatch(my -> my.matches(value))))
                        .isPresent();
    }
}
