package dev.astern.policy;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Finds the rules that match by their fields alone, without looking at each. */
final class RuleIndex {
    private final int size;
    private final Map<MatchField, FieldIndex> fields;

    RuleIndex(List<Rule> rules) {
        size = rules.size();
        fields = new EnumMap<>(MatchField.class);
        for (var field : MatchField.values()) {
            if (rules.stream().anyMatch(rule -> rule.match().fields().containsKey(field))) {
                fields.put(field, new FieldIndex(field, rules));
            }
        }
    }

    /** The places of those that match, in order. */
    BitSet matching(Facts facts) {
        var left = new BitSet(size);
        left.set(0, size);
        for (var field : fields.entrySet()) {
            left.and(field.getValue().matching(field.getKey().of(facts)));
        }
        return left;
    }
}
