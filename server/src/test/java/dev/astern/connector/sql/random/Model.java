package dev.astern.connector.sql.random;

import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What must be there after an undo of all that the agent did, from nothing but the contents of the tables between the
 * steps, as text. A row's history is walked from its end: the agent's steps are taken back field by field for as long as
 * nobody else had changed the field in between.
 *
 * <p>Foreign keys and unique values it knows nothing of: where those keep the engine from putting a row back, the engine
 * must say that it kept the row, and then the row must be as people left it.
 */
final class Model {
    /** Field values of one row, or null where there is none. */
    record Change(
            boolean agent,
            @Nullable Map<String, @Nullable String> before,
            @Nullable Map<String, @Nullable String> after) {}

    private final Map<String, List<Change>> histories = new HashMap<>();

    /** One step between two contents of all tables, by table and key. */
    void step(
            boolean agent,
            Map<String, Map<String, @Nullable String>> before,
            Map<String, Map<String, @Nullable String>> after) {
        var keys = new TreeMap<String, Boolean>();
        before.keySet().forEach(key -> keys.put(key, true));
        after.keySet().forEach(key -> keys.put(key, true));
        for (var key : keys.keySet()) {
            if (!Objects.equals(before.get(key), after.get(key))) {
                add(histories.computeIfAbsent(key, k -> new ArrayList<>()), agent, before.get(key), after.get(key));
            }
        }
    }

    /** What people did and undid themselves between two of the agent's steps can't be told from nothing. */
    private static void add(
            List<Change> history,
            boolean agent,
            @Nullable Map<String, @Nullable String> before,
            @Nullable Map<String, @Nullable String> after) {
        var from = before;
        if (!agent && !history.isEmpty() && !history.getLast().agent()) {
            from = history.removeLast().before();
        }
        if (!Objects.equals(from, after)) {
            history.add(new Change(agent, from, after));
        }
    }

    /** All that the agent did comes first, is an insert in the end, and then somebody changed the row. */
    private static boolean changedSinceInsert(List<Change> history) {
        return history.size() > 1
                && history.getFirst().agent()
                && history.getFirst().before() == null
                && !history.getLast().agent()
                && history.subList(0, history.size() - 1).stream().allMatch(Change::agent);
    }

    /** Whether the agent changed this row. */
    boolean touched(String key) {
        return histories.getOrDefault(key, List.of()).stream().anyMatch(Change::agent);
    }

    /** What the row must be, given what it is now. */
    @Nullable
    Map<String, @Nullable String> expected(String key, @Nullable Map<String, @Nullable String> now) {
        var history = histories.getOrDefault(key, List.of());
        if (changedSinceInsert(history)) {
            return now;
        }
        var row = now;
        var fixed = new HashMap<String, Boolean>();
        for (int i = history.size() - 1; i >= 0; i--) {
            var change = history.get(i);
            if (!change.agent()) {
                // What somebody else put there stays, and so does all that was before it.
                if (change.before() == null || change.after() == null) {
                    return row;
                }
                var after = change.after();
                change.before().forEach((field, value) -> {
                    if (!Objects.equals(value, after.get(field))) {
                        fixed.put(field, true);
                    }
                });
                continue;
            }
            if (change.after() == null) {
                row = change.before();
            } else if (change.before() == null) {
                if (!fixed.isEmpty()) {
                    return row;
                }
                row = null;
            } else if (row != null) {
                row = back(row, change.before(), change.after(), fixed);
            }
        }
        return row;
    }

    private static Map<String, @Nullable String> back(
            Map<String, @Nullable String> row,
            Map<String, @Nullable String> before,
            Map<String, @Nullable String> after,
            Map<String, Boolean> fixed) {
        var back = new HashMap<String, @Nullable String>(row);
        before.forEach((field, value) -> {
            if (!fixed.containsKey(field) && !Objects.equals(value, after.get(field))) {
                back.put(field, value);
            }
        });
        return back;
    }

    /** Whether a report says that something was restored which is not as the agent ever found it. */
    boolean claimsTooMuch(String key, UndoItem item, @Nullable Map<String, @Nullable String> row) {
        boolean whole = item.result() == UndoResult.RESTORED;
        return switch (item.did()) {
            case INSERT -> whole && row != null;
            case DELETE -> whole && row == null;
            case UPDATE ->
                claimed(key, item).stream().anyMatch(field -> row == null || !found(key, field, row.get(field)));
            case STRUCTURE -> true;
        };
    }

    private Set<String> claimed(String key, UndoItem item) {
        var fields = new TreeSet<String>();
        item.fields().stream()
                .filter(field -> field.result() == UndoResult.RESTORED)
                .forEach(field -> fields.add(field.name()));
        if (item.result() == UndoResult.RESTORED) {
            histories.getOrDefault(key, List.of()).forEach(change -> fields.addAll(changed(change)));
        }
        return fields;
    }

    private static Set<String> changed(Change change) {
        var before = change.before();
        var after = change.after();
        var fields = new TreeSet<String>();
        if (change.agent() && before != null && after != null) {
            before.keySet().stream()
                    .filter(field -> !Objects.equals(before.get(field), after.get(field)))
                    .forEach(fields::add);
        }
        return fields;
    }

    private boolean found(String key, String field, @Nullable String value) {
        return histories.getOrDefault(key, List.of()).stream()
                .filter(Change::agent)
                .map(Change::before)
                .filter(Objects::nonNull)
                .anyMatch(before -> Objects.equals(before.get(field), value));
    }
}
