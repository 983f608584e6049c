package dev.astern.evidence;

import dev.astern.model.Agent;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields that entries of several types share. */
public final class EntryFields {
    private EntryFields() {}

    /** Who acts, and with what. */
    public static Map<String, @Nullable Object> agent(Agent agent) {
        var fields = new HashMap<String, @Nullable Object>();
        fields.put("id", agent.id());
        fields.put("version", agent.version());
        fields.put("prompt", agent.prompt());
        fields.put("model", agent.model());
        fields.put("tools", agent.tools());
        return fields;
    }
}
