package dev.astern.rest;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import dev.astern.model.Permission;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpMethod;

/** Who may call what. A route that is not here is refused to everybody. */
public final class Routes {
    /**
     * @param authority a permission's code, or {@link Caller#AGENT}
     */
    public record Rule(HttpMethod method, String path, String authority) {}

    /** Open to everybody: each does its own check or tells nothing. */
    public static final List<String> OPEN =
            List.of("/v1/setup", "/v1/openapi.json", "/health", "/log/checkpoint", "/log/tile/{level:[0-9]+}/**");

    /** The agents' other door; its own filter looks at the token's session. */
    public static final String MCP = "/mcp";

    /** Reading these shows what may be personal, so that it is kept who did. */
    static final Set<String> PERSONAL =
            Set.of("/v1/sessions/{id}/receipts/{sequence}/disclosures", "/v1/journal/export", "/v1/incidents/{id}");

    static final String STOPS = "/v1/stops";

    /** These must not wait until it is kept that they were asked for; the service keeps it when they are done. */
    static final Set<String> URGENT = Set.of("POST " + STOPS);

    public static final List<Rule> RULES = List.of(
            agent(POST, "/v1/actions"),
            agent(POST, "/v1/hooks/pre-tool-use"),
            agent(POST, "/v1/hooks/post-tool-use"),
            agent(POST, "/v1/hooks/run"),
            agent(GET, "/v1/tools"),
            agent(GET, "/v1/session"),
            agent(GET, "/v1/session/actions/*"),
            operator(GET, "/v1/status", Permission.JOURNAL_READ),
            operator(GET, "/v1/operators", Permission.OPERATOR_MANAGE),
            operator(POST, "/v1/operators", Permission.OPERATOR_MANAGE),
            operator(POST, "/v1/operators/*/rotate", Permission.OPERATOR_MANAGE),
            operator(POST, "/v1/operators/*/revoke", Permission.OPERATOR_MANAGE),
            operator(GET, "/v1/targets", Permission.JOURNAL_READ),
            operator(POST, "/v1/targets", Permission.TARGET_MANAGE),
            operator(GET, "/v1/targets/*", Permission.JOURNAL_READ),
            operator(DELETE, "/v1/targets/*", Permission.TARGET_MANAGE),
            operator(GET, "/v1/targets/*/status", Permission.JOURNAL_READ),
            operator(GET, "/v1/targets/*/script", Permission.TARGET_MANAGE),
            operator(POST, "/v1/targets/*/install", Permission.TARGET_MANAGE),
            operator(POST, "/v1/targets/*/refresh", Permission.TARGET_MANAGE),
            operator(POST, "/v1/targets/*/prune", Permission.TARGET_MANAGE),
            operator(POST, "/v1/targets/*/uninstall", Permission.TARGET_MANAGE),
            operator(GET, "/v1/sessions", Permission.JOURNAL_READ),
            operator(POST, "/v1/sessions", Permission.SESSION_START),
            operator(GET, "/v1/sessions/*", Permission.JOURNAL_READ),
            operator(POST, "/v1/sessions/*/revoke", Permission.SESSION_REVOKE),
            operator(GET, "/v1/sessions/*/limits", Permission.JOURNAL_READ),
            operator(POST, "/v1/sessions/*/limits", Permission.SESSION_START),
            operator(POST, "/v1/sessions/*/resume", Permission.SESSION_START),
            operator(GET, "/v1/sessions/*/receipts", Permission.JOURNAL_READ),
            operator(GET, "/v1/sessions/*/receipts/*/disclosures", Permission.JOURNAL_READ),
            operator(GET, "/v1/approvals", Permission.JOURNAL_READ),
            operator(POST, "/v1/approvals/decide", Permission.ACTION_APPROVE),
            operator(GET, "/v1/approvals/*", Permission.JOURNAL_READ),
            operator(POST, "/v1/approvals/*/decide", Permission.ACTION_APPROVE),
            operator(POST, "/v1/approvals/*/edit", Permission.ACTION_APPROVE),
            operator(POST, "/v1/approvals/*/break-glass", Permission.BREAK_GLASS),
            operator(GET, "/v1/policy", Permission.JOURNAL_READ),
            operator(GET, "/v1/policies", Permission.JOURNAL_READ),
            operator(PUT, "/v1/policy", Permission.POLICY_MANAGE),
            operator(POST, "/v1/policy/simulate", Permission.JOURNAL_READ),
            operator(POST, "/v1/policy/suggest", Permission.JOURNAL_READ),
            operator(GET, "/v1/workflows", Permission.JOURNAL_READ),
            operator(PUT, "/v1/workflows/*/stage", Permission.POLICY_MANAGE),
            operator(GET, "/v1/actions", Permission.JOURNAL_READ),
            operator(GET, "/v1/actions/*", Permission.JOURNAL_READ),
            operator(GET, "/v1/actions/*/effects", Permission.JOURNAL_READ),
            operator(GET, "/v1/actions/*/receipts", Permission.JOURNAL_READ),
            operator(POST, "/v1/actions/*/promotions", Permission.SESSION_START),
            operator(GET, "/v1/journal", Permission.JOURNAL_READ),
            operator(GET, "/v1/journal/export", Permission.JOURNAL_READ),
            operator(GET, "/v1/journal/entries", Permission.JOURNAL_READ),
            operator(GET, "/v1/journal/proofs/*/*", Permission.JOURNAL_READ),
            operator(POST, "/v1/journal/key/rotate", Permission.JOURNAL_MANAGE),
            operator(GET, "/v1/erasures", Permission.JOURNAL_READ),
            operator(POST, "/v1/erasures", Permission.DATA_ERASE),
            operator(POST, "/v1/persons/footprint", Permission.DATA_ERASE),
            operator(GET, "/v1/holds", Permission.JOURNAL_READ),
            operator(POST, "/v1/holds", Permission.DATA_HOLD),
            operator(POST, "/v1/holds/*/release", Permission.DATA_HOLD),
            operator(GET, "/v1/stops", Permission.JOURNAL_READ),
            operator(POST, STOPS, Permission.STOP),
            operator(GET, "/v1/stops/*", Permission.JOURNAL_READ),
            operator(POST, "/v1/stops/*/release", Permission.STOP_RELEASE),
            operator(GET, "/v1/incidents", Permission.JOURNAL_READ),
            operator(POST, "/v1/incidents", Permission.INCIDENT_MANAGE),
            operator(GET, "/v1/incidents/*", Permission.JOURNAL_READ),
            operator(POST, "/v1/incidents/*/sessions", Permission.INCIDENT_MANAGE),
            operator(POST, "/v1/incidents/*/notes", Permission.INCIDENT_MANAGE),
            operator(POST, "/v1/incidents/*/owner", Permission.INCIDENT_MANAGE),
            operator(POST, "/v1/incidents/*/close", Permission.INCIDENT_MANAGE),
            operator(GET, "/log/tile/entries/**", Permission.JOURNAL_READ),
            operator(POST, "/v1/undo/plans", Permission.JOURNAL_READ),
            operator(POST, "/v1/undos", Permission.UNDO_EXECUTE),
            operator(GET, "/v1/undos", Permission.JOURNAL_READ),
            operator(GET, "/v1/undos/*", Permission.JOURNAL_READ));

    private Routes() {}

    private static Rule agent(HttpMethod method, String path) {
        return new Rule(method, path, Caller.AGENT);
    }

    private static Rule operator(HttpMethod method, String path, Permission permission) {
        return new Rule(method, path, permission.code());
    }
}
