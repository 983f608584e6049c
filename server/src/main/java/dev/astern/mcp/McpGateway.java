package dev.astern.mcp;

import dev.astern.connector.ProblemException;
import dev.astern.gateway.ActionAnswer;
import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Cancellation;
import dev.astern.gateway.Gateway;
import dev.astern.gateway.TargetTools;
import dev.astern.model.Session;
import dev.astern.session.Sessions;
import java.util.List;

/** What this door needs of the gateway, and nothing more. */
public interface McpGateway {
    /** The session of a token; a {@link ProblemException} when it gives no access, as an operator's never does. */
    Session authenticate(String token);

    List<TargetTools> tools(Session session);

    ActionAnswer perform(Session session, ActionRequest request, Cancellation cancellation);

    static McpGateway of(Sessions sessions, Gateway gateway) {
        return new McpGateway() {
            @Override
            public Session authenticate(String token) {
                return sessions.authenticate(token);
            }

            @Override
            public List<TargetTools> tools(Session session) {
                return gateway.tools(session);
            }

            @Override
            public ActionAnswer perform(Session session, ActionRequest request, Cancellation cancellation) {
                return gateway.perform(session, request, cancellation);
            }
        };
    }
}
