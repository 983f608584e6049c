package dev.astern.gateway;

import dev.astern.connector.Reason;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The actions this node is performing right now. */
public final class Running {
    private final Map<String, ActionExecution> byAction = new ConcurrentHashMap<>();

    public void begin(ActionExecution execution) {
        if (byAction.putIfAbsent(execution.actionId(), execution) != null) {
            throw new IllegalStateException("action " + execution.actionId() + " runs twice: bug");
        }
    }

    public void end(ActionExecution execution) {
        byAction.remove(execution.actionId());
    }

    boolean runs(String actionId) {
        return byAction.containsKey(actionId);
    }

    /** Stops what a session has in flight and has not been cleared. */
    public void stopSession(String sessionId, Reason reason, String detail) {
        byAction.values().stream()
                .filter(e -> e.session().id().equals(sessionId))
                .forEach(e -> e.stop(reason, detail));
    }
}
