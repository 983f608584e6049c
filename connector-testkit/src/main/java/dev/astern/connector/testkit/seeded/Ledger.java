package dev.astern.connector.testkit.seeded;

import dev.astern.connector.Image;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoRequest.Selected;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What every action did, by the truth, in the order in which they did it. */
final class Ledger {
    /**
     * One action that took effect.
     *
     * @param changes by the key of the resource
     */
    record Entry(String id, String digest, SortedMap<String, Change> changes) {
        Entry {
            changes = new TreeMap<>(changes);
        }
    }

    private record Resource(String resource, @Nullable Image key) {}

    private final Map<String, Entry> applied = new LinkedHashMap<>();
    private final List<String> never = new ArrayList<>();
    private final Map<Resource, String> names = new HashMap<>();

    void applied(String id, String digest, SortedMap<String, Change> changes) {
        applied.put(id, new Entry(id, digest, changes));
    }

    void never(String id) {
        never.add(id);
    }

    List<String> never() {
        return never;
    }

    /** Those that changed something. */
    List<Entry> applied() {
        return applied.values().stream()
                .filter(entry -> !entry.changes().isEmpty())
                .toList();
    }

    /** How the connector names a resource. */
    void named(String resource, @Nullable Image key, String as) {
        names.put(new Resource(resource, key), as);
    }

    /** Which resource an item is about. */
    Optional<String> key(UndoItem item) {
        return Optional.ofNullable(names.get(new Resource(item.resource(), item.key())));
    }

    static List<Selected> selected(Collection<Entry> entries) {
        return entries.stream()
                .map(entry -> new Selected(entry.id(), entry.digest()))
                .toList();
    }

    /** What some actions did, by the key of the resource, in the order in which they did it. */
    SortedMap<String, List<Change>> changes(Collection<Entry> entries) {
        return changes(entries, false);
    }

    /** The same without what was over before the rest was done, because work of none of them removed the resource. */
    SortedMap<String, List<Change>> latest(Collection<Entry> entries) {
        return changes(entries, true);
    }

    private SortedMap<String, List<Change>> changes(Collection<Entry> entries, boolean onlyLatest) {
        var changes = new TreeMap<String, List<Change>>();
        for (var entry : applied.values()) {
            boolean selected = entries.contains(entry);
            entry.changes().forEach((key, change) -> {
                if (selected) {
                    changes.computeIfAbsent(key, k -> new ArrayList<>()).add(change);
                } else if (onlyLatest && change.after().absent()) {
                    changes.remove(key);
                }
            });
        }
        return changes;
    }
}
