package dev.astern.bench.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A recorded session.
 *
 * @param init rows to put in before it starts, by table and key
 * @param steps the effects of each call that had any; those of one call belong together
 */
record Recorded(String name, Map<String, Map<String, JsonNode>> init, List<List<Effect>> steps) {
    static Recorded read(JsonNode node, int number) {
        var init = new LinkedHashMap<String, Map<String, JsonNode>>();
        node.path("init").properties().forEach(e -> init.put(e.getKey(), keyed(e.getValue())));
        var steps = new ArrayList<List<Effect>>();
        for (var step : node.path("steps")) {
            var effects = new ArrayList<Effect>();
            step.path("effects").forEach(e -> effects.add(Effect.read(e)));
            if (!effects.isEmpty()) {
                steps.add(List.copyOf(effects));
            }
        }
        return new Recorded(node.path("session").asString("session-" + number), init, steps);
    }

    static Map<String, JsonNode> keyed(JsonNode rows) {
        var keyed = new LinkedHashMap<String, JsonNode>();
        if (rows.isArray()) {
            rows.forEach(row -> keyed.put(Integer.toString(keyed.size()), row));
        } else {
            rows.properties().forEach(e -> keyed.put(e.getKey(), e.getValue()));
        }
        return keyed;
    }
}
