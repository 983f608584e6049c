package dev.astern.mcp;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.gateway.ActionAnswer;
import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Actions;
import dev.astern.gateway.Cancellation;
import dev.astern.gateway.Gateway;
import dev.astern.gateway.TargetTools;
import dev.astern.model.Action;
import dev.astern.model.Session;
import dev.astern.session.Sessions;
import java.util.List;

/** What this door needs of the gateway, and nothing more. */
public interface McpGateway {
    /** The session of a token; a {@link ProblemException} when it gives no access, as an operator's never does. */
    Session authenticate(String token);

    List<TargetTools> tools(Session session);

    ActionAnswer perform(Session session, ActionRequest request, Cancellation cancellation);

    /** One of the session's own actions. */
    Action own(Session session, String actionId);

    static McpGateway of(Sessions sessions, Gateway gateway, Actions actions) {
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

            @Override
            public Action own(Session session, String actionId) {
                var action = actions.byId(actionId);
                if (!action.sessionId().equals(session.id())) {
                    throw Problem.of(Reason.NOT_FOUND, "this session has no such action")
                            .toException();
                }
                return action;
            }
        };
    }
}
