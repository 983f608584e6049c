package dev.astern.gateway;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a door hands to the gateway.
 *
 * @param target the target's name
 * @param tool one of its connector's tools, for example {@code run_sql}
 * @param arguments of the tool
 * @param rehearse true to see the effects and keep none
 * @param expectDigest commit only if the effects have this digest, from a rehearsal; or null
 * @param idempotencyKey unique in the session; a repeat gets the first outcome; or null
 * @param reason the agent's words for the record; may be empty
 * @param sources ids of what the agent acted on, for the record
 * @param timeoutMs how long it may take; 0 for the default
 */
public record ActionRequest(
        String target,
        String tool,
        Map<String, Object> arguments,
        boolean rehearse,
        @Nullable String expectDigest,
        @Nullable String idempotencyKey,
        String reason,
        List<String> sources,
        long timeoutMs) {
    public ActionRequest {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(tool, "tool");
        arguments = Map.copyOf(arguments);
        Objects.requireNonNull(reason, "reason");
        sources = List.copyOf(sources);
    }

    /** A plain call without anything special. */
    public static ActionRequest of(String target, String tool, Map<String, Object> arguments) {
        return new ActionRequest(target, tool, arguments, false, null, null, "", List.of(), 0);
    }
}
