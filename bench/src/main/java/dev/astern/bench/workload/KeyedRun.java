package dev.astern.bench.workload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Replays and undoes every session of a folder in the tables format. */
final class KeyedRun {
    private final Gate gate;
    private final KeyedTables tables;
    private final Replay replay;
    private final Claims claims;
    private final Map<Ref, Row> loaded;
    private final Tally tally;

    KeyedRun(Gate gate, KeyedTables tables, List<Table> all, Map<Ref, Row> loaded, Tally tally) {
        this.gate = gate;
        this.tables = tables;
        this.replay = new Replay(all.stream().collect(Collectors.toMap(Table::source, Function.identity())));
        this.claims = new Claims(all);
        this.loaded = loaded;
        this.tally = tally;
    }

    static Map<Ref, Row> loaded(TablesFolder folder, List<Table> tables) {
        var rows = new HashMap<Ref, Row>();
        for (var table : tables) {
            folder.rows().getOrDefault(table.source(), Map.of()).forEach((key, fields) -> {
                var row = table.row(key, fields);
                rows.put(new Ref(table, table.keyOf(row)), row);
            });
        }
        return rows;
    }

    void session(Recorded session, int number) {
        var equal = true;
        for (var pass : Pass.values()) {
            equal &= once(session, number, pass);
        }
        tally.session(equal);
    }

    private boolean once(Recorded session, int number, Pass pass) {
        var start = World.of(loaded);
        var init = init(session, start);
        tables.apply(init);
        init.forEach(change -> put(start, change));
        var run = new KeyedPass(gate, tables, replay, session, number, start);
        var where = session.name() + " " + pass + ": ";
        try {
            var reports = run.run(pass);
            var refs = new LinkedHashSet<>(run.touched());
            refs.addAll(init.stream().map(Change::ref).toList());
            tables.expect(run.ledger(), refs);
            var differences = tables.differences();
            refs.addAll(claims.refs(reports));
            var found = refs.isEmpty() ? Map.<Ref, Row>of() : tables.read(refs);
            var lost = refs.stream()
                    .mapToInt(r -> run.ledger().lost(r, found.get(r)))
                    .sum();
            var untrue = claims.untrue(reports, run.ledger(), found);
            tally.lost(lost);
            tally.falseUndone(untrue.size());
            differences.forEach(d -> tally.say(where + d));
            untrue.forEach(u -> tally.say(where + u));
            run.problems().forEach(p -> tally.say(where + p));
            return differences.isEmpty() && run.problems().isEmpty();
        } catch (RuntimeException e) {
            tally.say(where + e);
            return false;
        } finally {
            tables.reset();
        }
    }

    private static void put(World world, Change change) {
        switch (change) {
            case Change.Insert insert -> world.put(insert.ref(), insert.row());
            case Change.Delete delete -> world.put(delete.ref(), null);
            case Change.Update update -> throw new IllegalStateException("init updates: bug");
        }
    }

    /** A row that is there already is replaced. */
    private List<Change> init(Recorded session, World start) {
        var changes = new ArrayList<Change>();
        session.init()
                .forEach((source, rows) -> rows.forEach((key, fields) -> {
                    var table = replay.table(source);
                    var row = table.row(key, fields);
                    var ref = new Ref(table, table.keyOf(row));
                    if (start.get(ref) != null) {
                        changes.add(new Change.Delete(ref));
                    }
                    changes.add(new Change.Insert(ref, row));
                }));
        return changes;
    }
}
