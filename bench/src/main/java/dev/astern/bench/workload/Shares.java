package dev.astern.bench.workload;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What became of a workload's writes.
 *
 * @param persons the column that says who a person is, {@code table.column}; empty where there is none
 * @param free ran without anybody being asked
 * @param held waited for people
 * @param blocked were refused
 * @param rules how many each rule decided
 */
record Shares(String persons, int free, int held, int blocked, Map<String, Integer> rules) {
    Shares {
        rules = new TreeMap<>(rules);
    }

    static Shares read(JsonNode table) {
        var rules = new TreeMap<String, Integer>();
        table.path("rules")
                .properties()
                .forEach(rule -> rules.put(rule.getKey(), rule.getValue().asInt()));
        return new Shares(
                table.path("persons").path(0).asString(""),
                table.path("free").asInt(),
                table.path("held").asInt(),
                table.path("blocked").asInt(),
                rules);
    }

    String line(String prefix) {
        return " %1$sfree=%2$d %1$sheld=%3$d %1$sblocked=%4$d".formatted(prefix, free, held, blocked);
    }
}
