package dev.astern.policy.prove;

import dev.astern.policy.Glob;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One text for each way in which texts can match a set of patterns. All patterns are walked at once, as automata: what
 * can be told apart by any of them is told apart here.
 *
 * @param texts the shortest of each kind; the first is one that matches none, if there is one
 * @param complete whether all kinds are there
 */
record TextCells(List<String> texts, boolean complete) {
    private static final int STATES_MAX = 20_000;
    /** How many places in patterns all states together may remember; that is some tens of megabytes. */
    private static final int PLACES_MAX = 400_000;

    private static final int DEAD = -1;

    static TextCells of(Collection<Glob> globs) {
        var patterns = globs.stream().filter(g -> !g.literal()).distinct().toList();
        var literals = new TreeSet<String>();
        globs.stream().filter(Glob::literal).forEach(g -> literals.add(g.pattern()));
        return new Walk(patterns, literals).cells();
    }

    /**
     * Where a text is in each pattern that it can still match, and in the literals.
     */
    private record State(Map<Integer, BitSet> places, int node) {}

    private record Kind(BitSet matched, String literal) {}

    private static final class Walk {
        private final List<Glob> patterns;
        private final List<Map<Character, Integer>> trie = new ArrayList<>();
        private final Map<Integer, String> ends = new HashMap<>();
        private final Set<Character> letters = new TreeSet<>();
        private final Map<Kind, String> found = new LinkedHashMap<>();
        private final char other;

        Walk(List<Glob> patterns, Set<String> literals) {
            this.patterns = patterns;
            trie.add(new HashMap<>());
            literals.forEach(this::plant);
            for (var pattern : patterns) {
                pattern.pattern().chars().filter(c -> c != '*').forEach(c -> letters.add((char) c));
            }
            other = unused(literals);
            letters.add(other);
        }

        private void plant(String literal) {
            int node = 0;
            for (int i = 0; i < literal.length(); i++) {
                char c = literal.charAt(i);
                var children = trie.get(node);
                var child = children.get(c);
                if (child == null) {
                    child = trie.size();
                    children.put(c, child);
                    trie.add(new HashMap<>());
                }
                node = child;
            }
            ends.put(node, literal);
        }

        private char unused(Set<String> literals) {
            var used = new HashSet<>(letters);
            literals.forEach(l -> l.chars().forEach(c -> used.add((char) c)));
            for (char c = 'z'; c > 'a'; c--) {
                if (!used.contains(c)) {
                    return c;
                }
            }
            char c = '~';
            while (used.contains(c)) {
                c++;
            }
            return c;
        }

        TextCells cells() {
            var queue = new ArrayDeque<Map.Entry<State, String>>();
            var seen = new HashSet<State>();
            var start = new State(start(), 0);
            queue.add(Map.entry(start, ""));
            seen.add(start);
            long places = patterns.size();
            boolean complete = true;
            while (!queue.isEmpty()) {
                var next = queue.remove();
                kind(next.getKey(), next.getValue());
                for (char c : letters(next.getKey())) {
                    var state = step(next.getKey(), c);
                    if (seen.contains(state)) {
                        continue;
                    }
                    places += state.places().size();
                    if (seen.size() >= STATES_MAX || places > PLACES_MAX) {
                        complete = false;
                        continue;
                    }
                    seen.add(state);
                    queue.add(Map.entry(state, next.getValue() + c));
                }
            }
            return new TextCells(List.copyOf(found.values()), complete);
        }

        private Map<Integer, BitSet> start() {
            var places = new TreeMap<Integer, BitSet>();
            for (int i = 0; i < patterns.size(); i++) {
                places.put(i, closed(patterns.get(i).pattern(), new BitSet(), 0));
            }
            return places;
        }

        private Set<Character> letters(State state) {
            if (state.node() == DEAD || trie.get(state.node()).isEmpty()) {
                return letters;
            }
            var all = new TreeSet<>(letters);
            all.addAll(trie.get(state.node()).keySet());
            return all;
        }

        private State step(State state, char c) {
            var places = new TreeMap<Integer, BitSet>();
            state.places().forEach((i, from) -> {
                var to = step(patterns.get(i).pattern(), from, c);
                if (!to.isEmpty()) {
                    places.put(i, to);
                }
            });
            int node = state.node() == DEAD ? DEAD : trie.get(state.node()).getOrDefault(c, DEAD);
            return new State(places, node);
        }

        private static BitSet step(String pattern, BitSet from, char c) {
            var to = new BitSet();
            for (int i = from.nextSetBit(0); i >= 0 && i < pattern.length(); i = from.nextSetBit(i + 1)) {
                if (pattern.charAt(i) == '*') {
                    closed(pattern, to, i);
                } else if (pattern.charAt(i) == c) {
                    closed(pattern, to, i + 1);
                }
            }
            return to;
        }

        /** A star may stand for nothing, so that whoever is before it is behind it, too. */
        private static BitSet closed(String pattern, BitSet places, int at) {
            int i = at;
            places.set(i);
            while (i < pattern.length() && pattern.charAt(i) == '*') {
                places.set(++i);
            }
            return places;
        }

        private void kind(State state, String text) {
            var matched = new BitSet();
            state.places()
                    .forEach((i, places) ->
                            matched.set(i, places.get(patterns.get(i).pattern().length())));
            found.putIfAbsent(new Kind(matched, ends.getOrDefault(state.node(), "\0")), text);
        }
    }
}
