package dev.astern.client;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An action that an agent proposes. Performed again, the very same proposal is not done twice: its idempotency key sees
 * to that.
 *
 * @param target its name, or empty where the session has only one
 * @param tool one of the target's, as {@link OfferedTool#tool()} names it
 * @param arguments of the tool: JSON-like values
 * @param idempotencyKey 1 to 255 printable ASCII characters, for one proposal in a session
 * @param rehearse true to see the effects and keep none
 * @param expectDigest commit only if the effects have this digest, which a rehearsal told; or empty
 * @param reason why, for the record; up to 2,000 characters
 * @param sources ids of what the agent acts on, for the record and for policy's checks
 * @param evidence what it rests on, for policy's checks
 * @param timeout how long it may take, in whole milliseconds; zero for the server's default
 */
public record Proposal(
        String target,
        String tool,
        Map<String, Object> arguments,
        String idempotencyKey,
        boolean rehearse,
        String expectDigest,
        String reason,
        List<String> sources,
        Map<String, Object> evidence,
        Duration timeout) {
    public Proposal {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        sources = List.copyOf(sources);
        evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
        if (idempotencyKey.isBlank()
                || idempotencyKey.length() > 255
                || idempotencyKey.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
            throw new IllegalArgumentException("an idempotency key is 1 to 255 printable ASCII characters");
        }
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("a timeout is not negative");
        }
    }

    /** A call of a tool, under a new key. */
    public static Proposal of(String target, String tool, Map<String, Object> arguments) {
        return new Proposal(
                target,
                tool,
                arguments,
                UUID.randomUUID().toString(),
                false,
                "",
                "",
                List.of(),
                Map.of(),
                Duration.ZERO);
    }

    /** Statements at the session's one target, which take effect together or not at all; under a new key. */
    public static Proposal sql(String... statements) {
        return of("", "run_sql", Map.of("statements", List.of(statements)));
    }

    /** The same at a target. */
    public Proposal at(String other) {
        return new Proposal(
                other, tool, arguments, idempotencyKey, rehearse, expectDigest, reason, sources, evidence, timeout);
    }

    /** The same under a key of the caller's; see {@link #idempotencyKey}. */
    public Proposal withKey(String key) {
        return new Proposal(target, tool, arguments, key, rehearse, expectDigest, reason, sources, evidence, timeout);
    }

    /** To be seen and taken back; under a key of its own, because it is another action than the one it rehearses. */
    public Proposal rehearsed() {
        return new Proposal(
                target,
                tool,
                arguments,
                UUID.randomUUID().toString(),
                true,
                expectDigest,
                reason,
                sources,
                evidence,
                timeout);
    }

    /** To be committed only if its effects are those of a rehearsal. */
    public Proposal expecting(String digest) {
        return new Proposal(
                target, tool, arguments, idempotencyKey, rehearse, digest, reason, sources, evidence, timeout);
    }

    /** The same with its reason, which is kept in the record. */
    public Proposal because(String why) {
        return new Proposal(
                target, tool, arguments, idempotencyKey, rehearse, expectDigest, why, sources, evidence, timeout);
    }

    /** The same with the ids of what the agent acts on. */
    public Proposal from(String... ids) {
        return new Proposal(
                target,
                tool,
                arguments,
                idempotencyKey,
                rehearse,
                expectDigest,
                reason,
                List.of(ids),
                evidence,
                timeout);
    }

    /** The same with what it rests on, as policy asks for it: numbers, texts, true or false by name. */
    public Proposal withEvidence(Map<String, Object> stated) {
        return new Proposal(
                target, tool, arguments, idempotencyKey, rehearse, expectDigest, reason, sources, stated, timeout);
    }

    /** The same with a time of its own; what takes longer is not done. */
    public Proposal within(Duration longest) {
        return new Proposal(
                target, tool, arguments, idempotencyKey, rehearse, expectDigest, reason, sources, evidence, longest);
    }

    /** As {@code POST /v1/actions} takes it. */
    Map<String, @Nullable Object> body() {
        var body = new LinkedHashMap<String, @Nullable Object>();
        body.put("target", target.isEmpty() ? null : target);
        body.put("tool", tool);
        body.put("arguments", arguments);
        body.put("rehearse", rehearse);
        body.put("expectDigest", expectDigest.isEmpty() ? null : expectDigest);
        body.put("reason", reason);
        body.put("sources", sources);
        body.put("evidence", evidence);
        body.put("timeoutMs", timeout.toMillis());
        return body;
    }
}
