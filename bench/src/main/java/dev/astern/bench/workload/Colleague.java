package dev.astern.bench.workload;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody else who works on the same rows; what is edited follows from the session's number alone. */
final class Colleague {
    private final Ledger ledger;
    private final int seed;

    Colleague(Ledger ledger, int seed) {
        this.ledger = ledger;
        this.seed = seed;
    }

    /** Edits on the rows the agent has changed, but in fields it has not; one of several rows is deleted. */
    List<Change> onTheSameRows() {
        var net = ledger.net();
        var changes = new ArrayList<Change>();
        for (var ref : net) {
            var last = net.size() > 1 && ref.equals(net.getLast());
            var change = last && isUpdate(ref) ? Optional.<Change>of(new Change.Delete(ref)) : editOtherField(ref);
            change.ifPresent(changes::add);
        }
        return changes;
    }

    /** Edits in the very fields the agent has changed. */
    List<Change> onTheSameFields() {
        return ledger.net().stream()
                .map(this::editSameField)
                .flatMap(Optional::stream)
                .toList();
    }

    private boolean isUpdate(Ref ref) {
        return ledger.start().get(ref) != null && ledger.now().get(ref) != null;
    }

    Optional<Change> editOtherField(Ref ref) {
        return ledger.now().get(ref) == null ? comeBack(ref) : edit(ref, otherColumns(ref));
    }

    Optional<Change> editSameField(Ref ref) {
        var columns = ledger.agentColumns(ref);
        return ledger.now().get(ref) == null ? comeBack(ref) : edit(ref, columns.isEmpty() ? columns(ref) : columns);
    }

    private Optional<Change> edit(Ref ref, List<Integer> columns) {
        if (columns.isEmpty()) {
            return Optional.of(new Change.Delete(ref));
        }
        var column = columns.get(Math.floorMod(seed, columns.size()));
        Map<Integer, @Nullable String> values = new LinkedHashMap<>();
        values.put(column, fresh(ref, column));
        return Optional.of(new Change.Update(ref, values));
    }

    /** The row that the agent has deleted is made again, with something changed in it. */
    private Optional<Change> comeBack(Ref ref) {
        var old = ledger.start().get(ref);
        if (old == null) {
            return Optional.empty();
        }
        var columns = columns(ref);
        if (columns.isEmpty()) {
            return Optional.of(new Change.Insert(ref, old));
        }
        var column = columns.get(Math.floorMod(seed, columns.size()));
        return Optional.of(new Change.Insert(ref, old.with(column, fresh(ref, column))));
    }

    private static List<Integer> columns(Ref ref) {
        var columns = new ArrayList<Integer>();
        for (int i = Table.KEY + 1; i < ref.table().columns().size(); i++) {
            columns.add(i);
        }
        return columns;
    }

    private List<Integer> otherColumns(Ref ref) {
        var others = columns(ref);
        others.removeAll(ledger.agentColumns(ref));
        return others.isEmpty() ? columns(ref) : others;
    }

    /** A value that nobody has seen in this field yet. */
    private @Nullable String fresh(Ref ref, int column) {
        var seen = new ArrayList<Optional<Row>>(ledger.before(ref));
        seen.add(Optional.ofNullable(ledger.now().get(ref)));
        seen.add(Optional.ofNullable(ledger.start().get(ref)));
        var taken = seen.stream()
                .flatMap(Optional::stream)
                .map(row -> Optional.ofNullable(row.get(column)))
                .toList();
        for (var candidate : candidates(ref.table().columns().get(column).type())) {
            if (!taken.contains(candidate)) {
                return candidate.orElse(null);
            }
        }
        return Objects.requireNonNull(ledger.now().get(ref)).get(column);
    }

    private List<Optional<String>> candidates(ColumnType type) {
        var number = BigDecimal.valueOf(Math.floorMod(seed, 1_000_000) * 100L + 25, 2);
        return switch (type) {
            case BOOLEAN -> List.of(Optional.of("true"), Optional.of("false"), Optional.empty());
            case TEXT -> numbered("edited by a colleague, ");
            case NUMERIC ->
                List.of(
                        Optional.of(number.toPlainString()),
                        Optional.of(number.negate().toPlainString()),
                        Optional.of("0.125"),
                        Optional.of("0.250"),
                        Optional.empty());
            case JSONB ->
                numbered("").stream()
                        .map(n -> n.map(text -> "{\"edited\":\"by a colleague\",\"nr\":" + text + "}"))
                        .toList();
        };
    }

    private List<Optional<String>> numbered(String text) {
        var numbered = new ArrayList<Optional<String>>();
        for (int i = 0; i < 50; i++) {
            numbered.add(Optional.of(text + (Math.floorMod(seed, 1_000_000) + i * 1_000_000L)));
        }
        return numbered;
    }
}
