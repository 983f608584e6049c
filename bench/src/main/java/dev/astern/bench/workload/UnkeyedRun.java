package dev.astern.bench.workload;

import dev.astern.connector.UndoReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replays and undoes single statements on tables without keys. */
final class UnkeyedRun {
    private final Gate gate;
    private final Database database;
    private final List<String> tables;
    private final Tally tally;

    UnkeyedRun(Gate gate, Database database, List<UnkeyedModel> models, Tally tally) {
        this.gate = gate;
        this.database = database;
        this.tables = models.stream().map(m -> m.table().name()).toList();
        this.tally = tally;
    }

    /** Copies what is live; done once, after capture has been put on. */
    static void copy(Database database, List<UnkeyedModel> models) {
        for (var schema : List.of(KeyedTables.PRISTINE, KeyedTables.EXPECTED)) {
            database.run("CREATE SCHEMA " + schema);
            for (var model : models) {
                database.run("CREATE TABLE " + Sql.name(schema, model.table().name()) + " AS TABLE "
                        + Sql.name(KeyedTables.LIVE, model.table().name()));
            }
        }
    }

    void session(Statement statement, UnkeyedModel model, int number) {
        var equal = true;
        for (var pass : Pass.values()) {
            equal &= once(statement.name() + " " + pass + ": ", model, number, pass);
        }
        tally.session(equal);
    }

    private boolean once(String where, UnkeyedModel model, int number, Pass pass) {
        try {
            var edit = new UnkeyedPass(model, number).edit(pass);
            var problems = new ArrayList<String>();
            var reports = replay(model, pass, edit, problems);
            var found = read(model.table());
            var differences = differences(model.table(), edit.expected());
            var row = edit.row();
            if (row != null
                    && Collections.frequency(found, row)
                            < edit.expected().stream()
                                    .mapToInt(rows -> Collections.frequency(rows, row))
                                    .min()
                                    .orElse(0)) {
                tally.lost(1);
                problems.add("the edit is lost: " + row);
            }
            var untrue = UnkeyedClaims.untrue(reports, model, found);
            if (untrue > 0) {
                tally.falseUndone(untrue);
                problems.add(untrue + " more effects are reported restored than are");
            }
            differences.forEach(d -> tally.say(where + d + " differs" + amiss(found, edit.expected())));
            problems.forEach(p -> tally.say(where + p));
            return differences.isEmpty() && problems.isEmpty();
        } catch (RuntimeException e) {
            tally.say(where + e);
            return false;
        } finally {
            reset(KeyedTables.LIVE);
            reset(KeyedTables.EXPECTED);
        }
    }

    private List<UndoReport> replay(UnkeyedModel model, Pass pass, UnkeyedPass.Edit edit, List<String> problems) {
        var agent = gate.start("agent");
        try {
            agent.act(List.of(model.sql())).ifPresent(problems::add);
            edit.sql().ifPresent(sql -> {
                if (pass == Pass.INTERLEAVED) {
                    var other = gate.start("other-agent");
                    other.act(List.of(sql)).ifPresent(problems::add);
                    other.end();
                } else {
                    database.run(sql);
                }
            });
            return agent.undo();
        } finally {
            agent.end();
        }
    }

    /** The tables that differ, by the first of the possible outcomes that fits best. */
    private List<String> differences(UnkeyedTable table, List<List<List<@Nullable String>>> possible) {
        List<String> differences = List.of();
        for (var rows : possible) {
            var statements = new ArrayList<String>();
            statements.add("DELETE FROM " + Sql.name(KeyedTables.EXPECTED, table.name()));
            rows.forEach(row -> statements.add(table.insert(KeyedTables.EXPECTED, row)));
            database.runAll(statements);
            differences = different(KeyedTables.LIVE, KeyedTables.EXPECTED);
            if (differences.isEmpty()) {
                break;
            }
        }
        return differences;
    }

    /** The rows too many and too few, against the first of the possible outcomes. */
    private static String amiss(List<List<@Nullable String>> found, List<List<List<@Nullable String>>> possible) {
        var extra = new ArrayList<>(found);
        possible.getFirst().forEach(extra::remove);
        var missing = new ArrayList<>(possible.getFirst());
        found.forEach(missing::remove);
        return ": has " + extra + ", lacks " + missing;
    }

    private List<String> different(String one, String other) {
        return database.query(Compare.unkeyed(tables, one, other), row -> row.getString(1));
    }

    private void reset(String schema) {
        for (var table : different(schema, KeyedTables.PRISTINE)) {
            database.runAll(List.of(
                    "DELETE FROM " + Sql.name(schema, table),
                    "INSERT INTO " + Sql.name(schema, table) + " SELECT * FROM "
                            + Sql.name(KeyedTables.PRISTINE, table)));
        }
    }

    private List<List<@Nullable String>> read(UnkeyedTable table) {
        var columns = table.columns().stream()
                .map(c -> Sql.name(c) + "::text")
                .collect(java.util.stream.Collectors.joining(", "));
        return database.query("SELECT " + columns + " FROM " + Sql.name(KeyedTables.LIVE, table.name()), row -> {
            var values = new ArrayList<@Nullable String>();
            for (int i = 0; i < table.columns().size(); i++) {
                values.add(row.getString(i + 1));
            }
            return values;
        });
    }
}
