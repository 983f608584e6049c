package dev.astern.session;

import dev.astern.model.Session;

/** A session and its token, which is told this once and kept only as a hash. */
public record Started(Session session, String token) {
    @Override
    public String toString() {
        return "Started[" + session.id() + "]";
    }
}
