package dev.astern.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A call that was let go, to be done elsewhere.
 *
 * @param actionId what it is here
 * @param sessionId whose
 * @param call what its agent's host calls it; unique in the session
 * @param allowedAt when it was let go
 * @param reportBy when nobody knows any more what became of it, unless its end was reported
 */
public record ObservedCall(String actionId, String sessionId, String call, Instant allowedAt, Instant reportBy) {
    public ObservedCall {
        Objects.requireNonNull(actionId, "actionId");
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(allowedAt, "allowedAt");
        Objects.requireNonNull(reportBy, "reportBy");
    }
}
