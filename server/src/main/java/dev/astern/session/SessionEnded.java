package dev.astern.session;

import dev.astern.model.Session;

/** Told when a session is revoked, before the revocation is acknowledged. */
@FunctionalInterface
public interface SessionEnded {
    void ended(Session session);
}
