package dev.astern.rest;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.astern.model.Permission;
import java.util.List;
import org.springframework.http.HttpMethod;

/** Who may call what. A route that is not here is refused to everybody. */
public final class Routes {
    /**
     * @param authority a permission's code, or {@link Caller#AGENT}
     */
    public record Rule(HttpMethod method, String path, String authority) {}

    /** Open to everybody: each does its own check or tells nothing. */
    public static final List<String> OPEN = List.of("/v1/setup", "/v1/openapi.json", "/health");

    /** The agents' other door; its own filter looks at the token's session. */
    public static final String MCP = "/mcp";

    public static final List<Rule> RULES = List.of(
            agent(POST, "/v1/actions"),
            agent(GET, "/v1/tools"),
            agent(GET, "/v1/session"),
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
            operator(GET, "/v1/sessions/*/receipts", Permission.JOURNAL_READ),
            operator(GET, "/v1/sessions/*/receipts/*/payloads", Permission.JOURNAL_READ),
            operator(GET, "/v1/actions", Permission.JOURNAL_READ),
            operator(GET, "/v1/actions/*", Permission.JOURNAL_READ),
            operator(GET, "/v1/actions/*/effects", Permission.JOURNAL_READ),
            operator(GET, "/v1/actions/*/receipts", Permission.JOURNAL_READ),
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
