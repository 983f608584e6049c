package dev.astern.connector.mcp;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of one request to an upstream server. */
sealed interface Reply {
    record Result(Map<String, @Nullable Object> fields) implements Reply {}

    /** The protocol's own error. */
    record Failed(long code, String message) implements Reply {}

    /** It was sent, and no answer came that could be read. */
    record Lost(String why) implements Reply {}

    /** It certainly never left. */
    record Unsent(String why) implements Reply {}
}
