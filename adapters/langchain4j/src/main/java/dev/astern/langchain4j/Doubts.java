package dev.astern.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls of which nobody knows whether they took effect, and their keys. A model that makes the same call again, though it was
 * told not to, is given the same key, so that it can't be done twice.
 */
final class Doubts {
    private static final int MOST = 1_000;

    /** What is called, in which conversation; the call's id is another each time. */
    private record Same(
            String tool, String arguments, @Nullable Object memoryId) {
        static Same of(ToolExecutionRequest call, @Nullable Object memoryId) {
            return new Same(call.name(), String.valueOf(call.arguments()), memoryId);
        }
    }

    private final Map<Same, String> keys = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Same, String> eldest) {
            return size() > MOST;
        }
    };

    synchronized Optional<String> key(ToolExecutionRequest call, @Nullable Object memoryId) {
        return Optional.ofNullable(keys.get(Same.of(call, memoryId)));
    }

    synchronized void remember(ToolExecutionRequest call, @Nullable Object memoryId, String key) {
        keys.put(Same.of(call, memoryId), key);
    }

    synchronized void settled(ToolExecutionRequest call, @Nullable Object memoryId) {
        keys.remove(Same.of(call, memoryId));
    }
}
