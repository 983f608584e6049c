package dev.astern.bench.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What others do to the rows that a statement has changed, and what must be there after its undo: where there is no key,
 * a row that others touched since can't be told any more, and stays as it is; the others come back.
 */
final class UnkeyedPass {
    /**
     * @param sql the edit; empty for none
     * @param row what it left, to be found afterwards; null for none
     * @param expected the rows after the undo; where several rows looked alike, any of these
     */
    record Edit(
            Optional<String> sql, @Nullable List<@Nullable String> row, List<List<List<@Nullable String>>> expected) {}

    private final UnkeyedModel model;
    private final int seed;

    UnkeyedPass(UnkeyedModel model, int seed) {
        this.model = model;
        this.seed = seed;
    }

    Edit edit(Pass pass) {
        var rows = model.after();
        if (pass == Pass.PLAIN || model.table().columns().isEmpty()) {
            return new Edit(
                    Optional.empty(), null, List.of(List.copyOf(model.before().values())));
        }
        var number = chosen();
        return number.isEmpty()
                ? addition()
                : change(number.get(), Objects.requireNonNull(rows.get(number.get())), pass);
    }

    /** A row the statement left changed, preferably one like no other. */
    private Optional<Long> chosen() {
        var there = model.touched().stream().filter(model.after()::containsKey).toList();
        return there.stream()
                .filter(n -> alike(n).size() == 1)
                .findFirst()
                .or(() -> there.stream().findFirst());
    }

    private List<Long> alike(long number) {
        var row = Objects.requireNonNull(model.after().get(number));
        return model.after().entrySet().stream()
                .filter(e -> e.getValue().equals(row))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The statement left nothing to edit: a row is added. */
    private Edit addition() {
        var row = new ArrayList<@Nullable String>();
        for (int i = 0; i < model.table().columns().size(); i++) {
            row.add(model.table().fresh(i, seed, null));
        }
        var expected = new ArrayList<>(model.before().values());
        expected.add(row);
        return new Edit(Optional.of(model.table().insert(KeyedTables.LIVE, row)), row, List.of(expected));
    }

    private Edit change(long number, List<@Nullable String> row, Pass pass) {
        var column = column(number, pass);
        var value = model.table().fresh(column, seed, row.get(column));
        var edited = new ArrayList<@Nullable String>(row);
        edited.set(column, value);
        var one = pass != Pass.INTERLEAVED;
        var sql = model.table().update(KeyedTables.LIVE, row, column, value, one);
        return new Edit(Optional.of(sql), edited, one ? anyOne(number, edited) : List.of(all(alike(number), edited)));
    }

    private int column(long number, Pass pass) {
        var changed = model.changedColumns(number);
        var same = pass == Pass.HUMAN_FIELD || (pass == Pass.INTERLEAVED && seed % 2 == 0);
        var columns = new ArrayList<Integer>();
        for (int i = 0; i < model.table().columns().size(); i++) {
            if (changed.contains(i) == same) {
                columns.add(i);
            }
        }
        var from = columns.isEmpty() ? changed : columns;
        return from.get(Math.floorMod(seed, from.size()));
    }

    /** One of the rows that look alike was edited; one the statement had not touched, if there is one. */
    private List<List<List<@Nullable String>>> anyOne(long number, List<@Nullable String> edited) {
        var touched = model.touched();
        var untouched = alike(number).stream().filter(n -> !touched.contains(n)).toList();
        return (untouched.isEmpty() ? alike(number) : untouched.subList(0, 1))
                .stream().map(n -> all(List.of(n), edited)).toList();
    }

    private List<List<@Nullable String>> all(List<Long> numbers, List<@Nullable String> edited) {
        var rows = new LinkedHashMap<>(model.before());
        numbers.forEach(n -> rows.put(n, edited));
        return List.copyOf(rows.values());
    }
}
