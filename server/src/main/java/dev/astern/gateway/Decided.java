package dev.astern.gateway;

import dev.astern.gate.Ruling;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about an action so far.
 *
 * @param ruling by policy; null for an undo, which a person ordered, and where nobody got as far as deciding
 * @param grant by people, where the ruling was to hold
 */
public record Decided(@Nullable Ruling ruling, @Nullable Grant grant) {
    /** Nobody decided but those who wrote the gateway. */
    public static final Decided BUILTIN = new Decided(null, null);

    static Decided by(Ruling ruling) {
        return new Decided(Objects.requireNonNull(ruling, "ruling"), null);
    }

    /** As entries say it. */
    Map<String, @Nullable Object> policy(String decision) {
        var said = new HashMap<String, @Nullable Object>();
        said.put("id", ruling == null ? "builtin" : ruling.policy().name());
        said.put("version", ruling == null ? "1" : ruling.policy().version());
        said.put("digest", ruling == null ? null : ruling.policy().digest());
        said.put("decision", decision);
        if (ruling != null) {
            said.put("rule", ruling.rule());
            ruling.would().ifPresent(would -> said.put("would", "would_" + would.code()));
        }
        return said;
    }

    Map<String, @Nullable Object> approval() {
        var said = new HashMap<String, @Nullable Object>();
        boolean required = grant != null || (ruling != null && ruling.hold().isPresent());
        said.put("required", required);
        said.put("approved_at", grant == null ? null : grant.at().toString());
        return said;
    }

    @Nullable
    Integer risk() {
        return ruling == null ? null : ruling.risk();
    }
}
