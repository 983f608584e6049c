package dev.astern.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Which rules match a value of one field: those that do not name it, those that name this very value, and patterns. */
final class FieldIndex {
    private final BitSet unnamed = new BitSet();
    private final Map<String, BitSet> literals = new HashMap<>();
    /** Patterns whose only star is their last character, by what stands before it. */
    private final Map<String, BitSet> prefixes = new HashMap<>();

    private final int[] prefixLengths;
    private final List<Pattern> patterns = new ArrayList<>();

    private record Pattern(Glob glob, BitSet rules) {}

    FieldIndex(MatchField field, List<Rule> rules) {
        for (int i = 0; i < rules.size(); i++) {
            var globs = rules.get(i).match().fields().get(field);
            if (globs == null) {
                unnamed.set(i);
            } else {
                for (var glob : globs) {
                    add(glob, i);
                }
            }
        }
        var lengths = new TreeSet<Integer>();
        prefixes.keySet().forEach(prefix -> lengths.add(prefix.length()));
        prefixLengths = lengths.stream().mapToInt(Integer::intValue).toArray();
    }

    private void add(Glob glob, int rule) {
        if (glob.literal()) {
            literals.computeIfAbsent(glob.pattern(), p -> new BitSet()).set(rule);
        } else if (glob.pattern().indexOf('*') == glob.pattern().length() - 1) {
            var prefix = glob.pattern().substring(0, glob.pattern().length() - 1);
            prefixes.computeIfAbsent(prefix, p -> new BitSet()).set(rule);
        } else {
            var one = new BitSet();
            one.set(rule);
            patterns.add(new Pattern(glob, one));
        }
    }

    BitSet matching(String value) {
        var found = (BitSet) unnamed.clone();
        or(found, literals.get(value));
        for (int length : prefixLengths) {
            if (length > value.length()) {
                break;
            }
            or(found, prefixes.get(value.substring(0, length)));
        }
        for (var pattern : patterns) {
            if (pattern.glob().matches(value)) {
                found.or(pattern.rules());
            }
        }
        return found;
    }

    private static void or(BitSet found, @org.jspecify.annotations.Nullable BitSet more) {
        if (more != null) {
            found.or(more);
        }
    }
}
