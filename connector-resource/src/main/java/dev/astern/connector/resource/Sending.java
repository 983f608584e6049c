package dev.astern.connector.resource;

import java.util.Map;
import java.util.Objects;

/**
 * How a write is to be sent.
 *
 * @param actionId the same whenever the same action is sent, for systems that do a repeated request once
 * @param versions of the resources as they were read a moment ago; a system that can, refuses where one has another
 * @param within how long it may take
 * @param sessionId in whose name it acts; empty where that is nobody's business
 */
public record Sending(String actionId, Map<Ref, String> versions, Within within, String sessionId) {
    /** In nobody's name. */
    public Sending(String actionId, Map<Ref, String> versions, Within within) {
        this(actionId, versions, within, "");
    }

    public Sending {
        Objects.requireNonNull(actionId, "actionId");
        versions = Map.copyOf(versions);
        Objects.requireNonNull(within, "within");
        Objects.requireNonNull(sessionId, "sessionId");
    }
}
