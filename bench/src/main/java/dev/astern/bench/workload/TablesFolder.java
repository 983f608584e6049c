package dev.astern.bench.workload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/**
 * A folder in the tables format.
 *
 * @param keys the key column that {@code tables.json} names, by table
 * @param rows of the tables that have a file
 */
record TablesFolder(Map<String, String> keys, Map<String, Map<String, JsonNode>> rows, List<Recorded> sessions) {
    static TablesFolder read(Path folder) {
        var keys = new LinkedHashMap<String, String>();
        Files.find(folder, "tables.json")
                .map(Files::json)
                .ifPresent(tables -> tables.properties().forEach(e -> keys.put(e.getKey(), keyColumn(e.getValue()))));
        var rows = new LinkedHashMap<String, Map<String, JsonNode>>();
        for (var table : keys.keySet()) {
            Files.find(folder, table + ".json").ifPresent(file -> rows.put(table, Recorded.keyed(Files.json(file))));
        }
        var lines = Files.find(folder, "sessions.jsonl")
                .map(Files::lines)
                .orElseThrow(() -> new IllegalArgumentException(folder + " has no sessions.jsonl.gz"));
        var sessions = new ArrayList<Recorded>();
        lines.forEach(line -> sessions.add(Recorded.read(line, sessions.size() + 1)));
        return new TablesFolder(keys, rows, sessions);
    }

    private static String keyColumn(JsonNode described) {
        return described.isObject() ? described.path("key").asString("") : described.asString("");
    }

    /** Every table that is named anywhere. */
    List<String> tables() {
        var names = new LinkedHashSet<>(keys.keySet());
        sessions.forEach(s -> {
            names.addAll(s.init().keySet());
            s.steps().forEach(step -> step.forEach(e -> names.add(e.table())));
        });
        return List.copyOf(names);
    }

    /** Shows every row that a table ever has, with its key in the workload. */
    void everyRow(String table, BiConsumer<String, JsonNode> seen) {
        rows.getOrDefault(table, Map.of()).forEach(seen);
        for (var session : sessions) {
            session.init().getOrDefault(table, Map.of()).forEach(seen);
            for (var step : session.steps()) {
                step.stream().filter(e -> e.table().equals(table)).forEach(e -> images(e, seen));
            }
        }
    }

    private static void images(Effect effect, BiConsumer<String, JsonNode> seen) {
        if (effect.before() != null) {
            seen.accept(effect.key(), effect.before());
        }
        if (effect.after() != null) {
            seen.accept(effect.key(), effect.after());
        }
    }
}
