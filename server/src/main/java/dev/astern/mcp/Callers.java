package dev.astern.mcp;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.model.Session;

/** Tells who calls by the token of the request; the token is the session, so it is asked for every time. */
@FunctionalInterface
interface Callers {
    /** The caller, or a {@link ProblemException} when the token gives no access. */
    Caller authenticate(String token);

    static Callers of(McpGateway gateway) {
        return token -> {
            var session = gateway.authenticate(token);
            if (session.kind() != Session.Kind.AGENT) {
                throw Problem.of(Reason.NOT_AUTHENTICATED, "this is not an agent's session")
                        .toException();
            }
            return new Caller(session.id(), session.expiresAt(), new GatewayTools(gateway, session));
        };
    }
}
