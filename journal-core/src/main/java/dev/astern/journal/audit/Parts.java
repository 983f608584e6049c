package dev.astern.journal.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.CanonicalJson;
import dev.astern.journal.Parsed;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values that were too long for one disclosure. */
final class Parts {
    private Parts() {}

    /** The value itself; one of which a part is not there stays in parts. */
    static @Nullable Object joined(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)
                || map.size() != 2
                || !map.containsKey("of")
                || !(map.get("parts") instanceof List<?> parts)
                || !parts.stream().allMatch(String.class::isInstance)) {
            return value;
        }
        var text = parts.stream().map(String.class::cast).collect(Collectors.joining());
        if ("text".equals(map.get("of"))) {
            return text;
        }
        return CanonicalJson.parse(text.getBytes(UTF_8)) instanceof Parsed.Read<Object>(var json) ? json : value;
    }
}
