package dev.astern.connector.mcp;

import dev.astern.connector.resource.Ref;
import dev.astern.library.entry.Touch;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call that was understood.
 *
 * @param details what to keep with each change
 * @param made where the answer says what the server named itself
 * @param visible whether it can be seen what the call did
 */
record Asked(
        String tool,
        Map<String, @Nullable Object> arguments,
        Map<Ref, String> details,
        Optional<Touch> made,
        boolean visible) {
    Asked {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        details = Map.copyOf(details);
    }
}
