package dev.astern.bench.workload;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One recorded call of an API.
 *
 * @param call in the words of the recording, for example {@code mkdir(dir_name='temp')}
 * @param sessionOnly whether it changed only where the session itself is, which is not undone
 */
record ApiStep(String api, String call, boolean sessionOnly, List<Leaf> effects) {
    /**
     * A value that changed.
     *
     * @param path names down to it
     * @param after null where it is gone
     */
    record Leaf(List<String> path, @Nullable String after) {}

    static ApiStep of(JsonNode step) {
        var effects = new ArrayList<Leaf>();
        for (var effect : step.path("effects")) {
            var path = effect.path("path").asString().substring(1).split("/", -1);
            var after = effect.path("after");
            effects.add(new Leaf(List.of(path), after.isNull() ? null : after.asString()));
        }
        return new ApiStep(
                step.path("api").asString(),
                step.path("call").asString(),
                step.path("session_only").asBoolean(),
                List.copyOf(effects));
    }

    String function() {
        return call.substring(0, call.indexOf('('));
    }

    boolean changes() {
        return !sessionOnly && !effects.isEmpty();
    }
}
