package dev.astern.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a session's chain: canonical JSON that names its place and the entry before it.
 *
 * @param text canonical JSON
 * @param hash as RFC 6962
 */
public record Leaf(String text, String hash) {
    /** What the first entry of a session names as the one before it. */
    public static final String NONE = "";

    private static final int VERSION = 1;
    private static final int MAX_BYTES = 65_535;
    private static final Set<String> PLACE =
            Set.of("version", "type", "session", "sequence", "previous", "time", "action");

    /**
     * @param session whose chain
     * @param sequence the place in it, from 0
     * @param previous the previous entry's hash, or {@link #NONE}
     * @param type for example {@code intent}
     * @param time when
     * @param action about which action, or null
     * @param body everything else; may not use the names of the place
     * @throws IllegalArgumentException for a body without canonical form, or too large a one
     */
    public static Leaf render(
            String session,
            long sequence,
            String previous,
            String type,
            Instant time,
            @Nullable String action,
            Map<String, ? extends @Nullable Object> body) {
        var fields = new HashMap<String, @Nullable Object>(body);
        if (fields.keySet().stream().anyMatch(PLACE::contains)) {
            throw new IllegalArgumentException("a body names its own place: " + fields.keySet() + ": bug");
        }
        fields.put("version", VERSION);
        fields.put("type", type);
        fields.put("session", session);
        fields.put("sequence", sequence);
        fields.put("previous", previous);
        fields.put("time", time.toString());
        fields.put("action", action);
        var text = CanonicalJson.write(fields);
        if (text.length() > MAX_BYTES || text.getBytes(UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("leaf of " + text.length() + " characters is too large");
        }
        return new Leaf(text, Hashes.leaf(text));
    }
}
