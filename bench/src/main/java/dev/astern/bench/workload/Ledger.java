package dev.astern.bench.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Follows two worlds: the real one, and the one in which the agent had never acted but everybody else had. Undoing the
 * agent must lead from the first to the second, except where that would destroy others' work: a row that the agent
 * inserted and others changed since stays, in the others' version.
 */
final class Ledger {
    private final World start;
    private final World real;
    private final World without;
    private final Set<Ref> touched = new LinkedHashSet<>();
    private final Map<Ref, Row> kept = new LinkedHashMap<>();
    private final Map<Ref, List<Optional<Row>>> before = new LinkedHashMap<>();
    private final Map<Ref, Set<Integer>> agentColumns = new LinkedHashMap<>();
    private final Map<Ref, Map<Integer, Optional<String>>> othersFields = new LinkedHashMap<>();
    private final Map<Ref, Optional<Row>> othersRows = new LinkedHashMap<>();

    Ledger(World start) {
        this.start = start.copy();
        this.real = start.copy();
        this.without = start.copy();
    }

    World now() {
        return real;
    }

    World start() {
        return start;
    }

    /** The agent whose session will be undone. */
    void agent(Change change) {
        var ref = change.ref();
        var current = real.get(ref);
        touched.add(ref);
        before.computeIfAbsent(ref, r -> new ArrayList<>()).add(Optional.ofNullable(current));
        var next = applied(change, current);
        agentColumns.computeIfAbsent(ref, r -> new TreeSet<>()).addAll(differences(current, next));
        real.put(ref, next);
    }

    /** Anybody else. */
    void other(Change change) {
        var ref = change.ref();
        var current = real.get(ref);
        touched.add(ref);
        real.put(ref, applied(change, current));
        switch (change) {
            case Change.Insert insert -> {
                without.put(ref, insert.row());
                othersRows.put(ref, Optional.of(insert.row()));
            }
            case Change.Delete delete -> {
                without.put(ref, null);
                kept.remove(ref);
                othersRows.put(ref, Optional.empty());
                othersFields.remove(ref);
            }
            case Change.Update update -> updated(update, current);
        }
    }

    private void updated(Change.Update update, @Nullable Row current) {
        if (current == null) {
            return;
        }
        var ref = update.ref();
        var fields = othersFields.computeIfAbsent(ref, r -> new LinkedHashMap<>());
        update.values().forEach((column, value) -> fields.put(column, Optional.ofNullable(value)));
        var row = without.get(ref);
        if (row == null) {
            kept.put(ref, update.applied(kept.getOrDefault(ref, current)));
        } else {
            without.put(ref, update.applied(row));
        }
    }

    private static @Nullable Row applied(Change change, @Nullable Row current) {
        return switch (change) {
            case Change.Insert insert -> insert.row();
            case Change.Delete delete -> null;
            case Change.Update update -> current == null ? null : update.applied(current);
        };
    }

    Set<Ref> touched() {
        return touched;
    }

    /** What the row must be after the undo; null for none. */
    @Nullable
    Row expected(Ref ref) {
        return kept.containsKey(ref) ? kept.get(ref) : without.get(ref);
    }

    /** The rows that the agent's session has changed on balance. */
    List<Ref> net() {
        return before.keySet().stream()
                .filter(ref -> !Objects.equals(start.get(ref), real.get(ref)))
                .toList();
    }

    /** The columns that the agent's session has ever changed in a row that was there before and after. */
    List<Integer> agentColumns(Ref ref) {
        return List.copyOf(agentColumns.getOrDefault(ref, Set.of()));
    }

    private static List<Integer> differences(@Nullable Row old, @Nullable Row now) {
        var columns = new ArrayList<Integer>();
        for (int i = Table.KEY + 1;
                old != null && now != null && i < old.values().size();
                i++) {
            if (!Objects.equals(old.get(i), now.get(i))) {
                columns.add(i);
            }
        }
        return columns;
    }

    /** Whether somebody else made or removed the row as a whole. */
    boolean replacedByOthers(Ref ref) {
        return othersRows.containsKey(ref);
    }

    /** What the agent found each time it touched the row. */
    List<Optional<Row>> before(Ref ref) {
        return before.getOrDefault(ref, List.of());
    }

    /** How much of what others did is not there. */
    int lost(Ref ref, @Nullable Row found) {
        int lost = 0;
        var row = othersRows.get(ref);
        if (row != null && row.isPresent() != (found != null)) {
            lost++;
        }
        var fields = othersFields.getOrDefault(ref, Map.of());
        if (expected(ref) == null) {
            return lost;
        }
        for (var field : fields.entrySet()) {
            if (found == null
                    || !Objects.equals(
                            found.get(field.getKey()), field.getValue().orElse(null))) {
                lost++;
            }
        }
        if (row != null && row.isPresent() && found != null && fields.isEmpty() && !found.equals(row.get())) {
            lost++;
        }
        return lost;
    }
}
