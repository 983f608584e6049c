package dev.astern.bench.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A recorded session over several stateful APIs.
 *
 * @param initial each API's state before the first step
 */
record ApiSession(String name, Map<String, JsonNode> initial, List<ApiStep> steps) {
    static final String FILES = "GorillaFileSystem";

    static boolean is(JsonNode session) {
        return session.has("apis") && session.has("initial_config");
    }

    static ApiSession of(JsonNode session) {
        var initial = new LinkedHashMap<String, JsonNode>();
        for (var api : session.path("apis")) {
            initial.put(api.asString(), session.path("initial_config").path(api.asString()));
        }
        var steps = new ArrayList<ApiStep>();
        for (var step : session.path("steps")) {
            steps.add(ApiStep.of(step));
        }
        return new ApiSession(session.path("session").asString(), initial, List.copyOf(steps));
    }
}
