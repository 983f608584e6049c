package dev.astern.langchain4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The idempotency key of a model's call: its id, with a digest of what is called in which conversation. The same call sent
 * again has the same key. The digest keeps calls of models apart that number them from nought in every answer.
 */
final class CallKey {
    private static final int ID = 100;

    private CallKey() {}

    /** A call without an id can't be told from another, so that each gets a key of its own. */
    static String of(ToolExecutionRequest call, @Nullable Object memoryId) {
        var id = call.id();
        if (id == null || id.isBlank()) {
            return "call-" + UUID.randomUUID();
        }
        var all = String.join("\0", id, String.valueOf(memoryId), call.name(), String.valueOf(call.arguments()));
        var readable = id.replaceAll("[^A-Za-z0-9_.:-]", "-");
        return readable.substring(0, Math.min(ID, readable.length())) + "-" + digest(all);
    }

    private static String digest(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
