package dev.astern.bench.workload;

import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds every "restored" of a report against the database. */
final class Claims {
    private final Map<String, Table> byResource = new HashMap<>();

    Claims(List<Table> tables) {
        for (var table : tables) {
            byResource.put(KeyedTables.LIVE + "." + table.name(), table);
            byResource.put(KeyedTables.LIVE + "." + Sql.name(table.name()), table);
            byResource.put(Sql.name(KeyedTables.LIVE, table.name()), table);
        }
    }

    /** The rows a report speaks of. */
    Set<Ref> refs(List<UndoReport> reports) {
        var refs = new LinkedHashSet<Ref>();
        reports.forEach(report -> report.items().forEach(item -> ref(item).ifPresent(refs::add)));
        return refs;
    }

    /** What was reported restored and is not. */
    List<String> untrue(List<UndoReport> reports, Ledger ledger, Map<Ref, Row> found) {
        var wrong = new ArrayList<String>();
        for (var report : reports) {
            for (var item : report.items()) {
                var ref = ref(item).orElse(null);
                if (claims(item) && (ref == null || !holds(item, ref, ledger, found.get(ref)))) {
                    wrong.add(item.did() + " of " + item.resource() + " " + item.key() + " is reported as "
                            + item.result() + " and is not");
                }
            }
            var listed = report.items().stream()
                    .filter(i -> i.result() == UndoResult.RESTORED)
                    .count();
            for (long i = listed; i < report.count(UndoResult.RESTORED); i++) {
                wrong.add("an effect is counted as restored and not listed");
            }
        }
        return wrong;
    }

    private static boolean claims(UndoItem item) {
        return item.result() == UndoResult.RESTORED
                || item.fields().stream().anyMatch(f -> f.result() == UndoResult.RESTORED);
    }

    private Optional<Ref> ref(UndoItem item) {
        var table = byResource.get(item.resource());
        var key = item.key();
        var value = table == null || key == null ? null : key.get(table.key().name());
        return table == null || value == null ? Optional.empty() : Optional.of(new Ref(table, value));
    }

    private static boolean holds(UndoItem item, Ref ref, Ledger ledger, @Nullable Row now) {
        return switch (item.did()) {
            case INSERT -> item.result() != UndoResult.RESTORED || now == null;
            case DELETE -> now != null && !ledger.replacedByOthers(ref) && now.equals(ledger.expected(ref));
            case UPDATE -> now != null && fieldsHold(item, ref, ledger, now);
            case STRUCTURE -> false;
        };
    }

    private static boolean fieldsHold(UndoItem item, Ref ref, Ledger ledger, Row now) {
        var restored = new LinkedHashSet<Integer>();
        item.fields().stream()
                .filter(f -> f.result() == UndoResult.RESTORED)
                .forEach(f -> restored.add(ref.table().index(f.name())));
        if (item.result() == UndoResult.RESTORED) {
            restored.addAll(ledger.agentColumns(ref));
        }
        return restored.stream().allMatch(column -> column >= 0 && wasBefore(column, ref, ledger, now));
    }

    private static boolean wasBefore(int column, Ref ref, Ledger ledger, Row now) {
        return ledger.before(ref).stream()
                .flatMap(Optional::stream)
                .anyMatch(row -> Objects.equals(row.get(column), now.get(column)));
    }
}
