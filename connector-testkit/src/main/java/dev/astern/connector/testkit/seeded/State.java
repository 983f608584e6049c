package dev.astern.connector.testkit.seeded;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a resource is at one moment: its fields, or nothing where it is not there. */
record State(Optional<Map<String, String>> fields) {
    static final State ABSENT = new State(Optional.empty());

    State {
        fields = fields.map(Map::copyOf);
    }

    static State of(Map<String, String> fields) {
        return new State(Optional.of(fields));
    }

    boolean absent() {
        return fields.isEmpty();
    }

    /** The value of a field; empty where there is none. */
    String get(String field) {
        return fields.map(all -> all.getOrDefault(field, "")).orElse("");
    }

    State with(String field, String value) {
        var all = new TreeMap<>(fields.orElse(Map.of()));
        all.put(field, value);
        return of(all);
    }

    /** The fields in which two that are there differ. */
    Set<String> differing(State other) {
        var names = new TreeSet<>(fields.orElse(Map.of()).keySet());
        names.addAll(other.fields.orElse(Map.of()).keySet());
        names.removeIf(name -> get(name).equals(other.get(name)));
        return names;
    }

    @Override
    public String toString() {
        return fields.map(all -> new TreeMap<>(all).toString()).orElse("nothing");
    }
}
