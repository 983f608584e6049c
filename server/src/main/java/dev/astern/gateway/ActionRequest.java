package dev.astern.gateway;

import dev.astern.journal.Hashes;
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
 * @param evidence what the agent says it rests on, for policy's checks; not believed further than these go
 * @param promotes what this was tried out as at a staging target; people always decide then; or null
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
        Map<String, Object> evidence,
        @Nullable Promotes promotes,
        long timeoutMs) {
    public ActionRequest {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(tool, "tool");
        arguments = Map.copyOf(arguments);
        Objects.requireNonNull(reason, "reason");
        sources = List.copyOf(sources);
        evidence = Map.copyOf(evidence);
    }

    /** Without evidence. */
    public ActionRequest(
            String target,
            String tool,
            Map<String, Object> arguments,
            boolean rehearse,
            @Nullable String expectDigest,
            @Nullable String idempotencyKey,
            String reason,
            List<String> sources,
            long timeoutMs) {
        this(target, tool, arguments, rehearse, expectDigest, idempotencyKey, reason, sources, Map.of(), timeoutMs);
    }

    /** Proposed for its own sake. */
    public ActionRequest(
            String target,
            String tool,
            Map<String, Object> arguments,
            boolean rehearse,
            @Nullable String expectDigest,
            @Nullable String idempotencyKey,
            String reason,
            List<String> sources,
            Map<String, Object> evidence,
            long timeoutMs) {
        this(
                target,
                tool,
                arguments,
                rehearse,
                expectDigest,
                idempotencyKey,
                reason,
                sources,
                evidence,
                null,
                timeoutMs);
    }

    /** What was tried out, to be done at a target. */
    public static ActionRequest promoting(
            Promotes promotes, String target, String tool, Map<String, Object> arguments, String reason) {
        return new ActionRequest(target, tool, arguments, false, null, null, reason, List.of(), Map.of(), promotes, 0);
    }

    /** The same with other arguments, as a reviewer would have them. */
    public ActionRequest with(Map<String, Object> other) {
        return new ActionRequest(
                target,
                tool,
                other,
                rehearse,
                expectDigest,
                idempotencyKey,
                reason,
                sources,
                evidence,
                promotes,
                timeoutMs);
    }

    /** The same, to be seen and taken back. */
    ActionRequest asRehearsal() {
        return new ActionRequest(
                target,
                tool,
                arguments,
                true,
                expectDigest,
                idempotencyKey,
                reason,
                sources,
                evidence,
                promotes,
                timeoutMs);
    }

    /** The same under no key. */
    ActionRequest withoutKey() {
        return withKey(null);
    }

    /** The same, so that a repeat gets the first outcome. */
    public ActionRequest withKey(@Nullable String key) {
        return new ActionRequest(
                target, tool, arguments, rehearse, expectDigest, key, reason, sources, evidence, promotes, timeoutMs);
    }

    /** Of what is asked for alone, whoever asks for it again and why. */
    public String callDigest() {
        return Hashes.sha256(Json.write(Map.of("target", target, "tool", tool, "arguments", arguments)));
    }

    /** A plain call without anything special. */
    public static ActionRequest of(String target, String tool, Map<String, Object> arguments) {
        return new ActionRequest(target, tool, arguments, false, null, null, "", List.of(), 0);
    }
}
