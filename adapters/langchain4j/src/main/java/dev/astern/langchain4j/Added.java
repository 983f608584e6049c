package dev.astern.langchain4j;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Arguments that Astern added to a tool's own, as the model gave them. */
record Added(String reason, boolean rehearse, String expect, Map<String, Object> evidence) {
    /**
     * Takes them out of the tool's own arguments.
     *
     * @return nothing where one is of the wrong type
     */
    static Optional<Added> take(Set<String> names, Map<String, Object> arguments) {
        var taken = new LinkedHashMap<String, Object>(Map.of(
                ToolSchema.REASON,
                "",
                ToolSchema.REHEARSE,
                false,
                ToolSchema.EXPECT,
                "",
                ToolSchema.EVIDENCE,
                Map.of()));
        for (var name : names) {
            var value = arguments.remove(name);
            if (value != null) {
                taken.put(name, value);
            }
        }
        return taken.get(ToolSchema.REASON) instanceof String reason
                        && taken.get(ToolSchema.REHEARSE) instanceof Boolean rehearse
                        && taken.get(ToolSchema.EXPECT) instanceof String expect
                        && taken.get(ToolSchema.EVIDENCE) instanceof Map<?, ?> evidence
                ? Optional.of(new Added(reason, rehearse, expect, stated(evidence)))
                : Optional.empty();
    }

    private static Map<String, Object> stated(Map<?, ?> evidence) {
        var stated = new LinkedHashMap<String, Object>();
        evidence.forEach((name, value) -> {
            if (value != null) {
                stated.put(String.valueOf(name), value);
            }
        });
        return stated;
    }
}
