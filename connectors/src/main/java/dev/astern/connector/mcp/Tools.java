package dev.astern.connector.mcp;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.resource.Within;
import dev.astern.library.model.RecoveryStep.McpCall;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tools of one server that may be called: those that are pinned, as they were pinned.
 *
 * @param server the name by which entries know it
 */
record Tools(String server, Upstream upstream, Optional<Map<String, Definition>> pinned) {
    Optional<Definition> find(String tool) {
        return pinned.flatMap(all -> Optional.ofNullable(all.get(tool)));
    }

    Called call(String tool, Map<String, @Nullable Object> arguments, Within within) {
        return find(tool)
                .map(definition -> upstream.call(tool, definition.digest(), arguments, within))
                .orElseGet(() -> new Called.Refused(
                        Problem.of(Reason.DEFINITION_CHANGED, tool + " is not among the tools that were pinned")));
    }

    /** A call that an entry makes. */
    Called call(McpCall call, Within within) {
        return call.server().equals(server)
                ? call(call.tool(), Map.copyOf(call.arguments()), within)
                : new Called.Refused(
                        Problem.of(Reason.BAD_REQUEST, "the entry calls a tool of another server, " + call.server()));
    }
}
