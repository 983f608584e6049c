package dev.astern.rest;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Actions;
import dev.astern.gateway.Gateway;
import dev.astern.model.ActionState;
import dev.astern.rest.Views.ActionView;
import dev.astern.rest.Views.AnswerView;
import dev.astern.rest.Views.EffectView;
import dev.astern.rest.Views.HeldView;
import dev.astern.rest.Views.PageView;
import dev.astern.rest.Views.ReceiptView;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Actions: agents propose them, operators look at them. */
@RestController
public final class ActionController {
    private final Gateway gateway;
    private final Actions actions;
    private final Watched watched;

    public ActionController(Gateway gateway, Actions actions, Watched watched) {
        this.gateway = gateway;
        this.actions = actions;
        this.watched = watched;
    }

    /**
     * Either {@code sql}, or {@code statements} that run in one transaction, or {@code tool} with {@code arguments}.
     * {@code target} may be left out where the session has only one.
     */
    record Proposal(
            @Nullable String target,
            @Nullable String tool,
            @Nullable Map<String, @Nullable Object> arguments,
            @Nullable String sql,
            @Nullable List<String> statements,
            boolean rehearse,
            @Nullable String expectDigest,
            @Nullable String reason,
            @Nullable List<String> sources,
            @Nullable Map<String, Object> evidence,
            long timeoutMs) {}

    @GetMapping("/v1/tools")
    List<ToolsView> tools(Caller caller) {
        return ToolsView.of(gateway.tools(caller.session()));
    }

    @PostMapping("/v1/actions")
    ResponseEntity<?> perform(
            @RequestBody Proposal proposal,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            Caller caller,
            HttpServletRequest http) {
        var session = caller.session();
        var request = request(proposal, session.targets(), key);
        var answer = watched.run(http, cancellation -> gateway.perform(session, request, cancellation));
        var problem = answer.problem();
        if (answer.state() == ActionState.HELD && problem != null) {
            return ResponseEntity.accepted().body(HeldView.of(answer, problem));
        }
        return problem == null || answer.state() == ActionState.APPLIED
                ? ResponseEntity.ok(AnswerView.of(answer))
                : RestErrors.answer(problem.with("action", answer.actionId())
                        .with("state", answer.state().code()));
    }

    /** What an agent asks about what it did, in particular about what waits for people. */
    @GetMapping("/v1/session/actions/{id}")
    ActionView own(@PathVariable String id, Caller caller) {
        var session = caller.session();
        var action = actions.byId(id);
        if (!action.sessionId().equals(session.id())) {
            throw Problem.of(Reason.NOT_FOUND, "this session has no action " + id)
                    .toException();
        }
        return ActionView.of(action);
    }

    private static ActionRequest request(Proposal proposal, List<String> targets, @Nullable String key) {
        return new ActionRequest(
                target(proposal, targets),
                proposal.tool() == null ? "run_sql" : proposal.tool(),
                arguments(proposal),
                proposal.rehearse(),
                proposal.expectDigest(),
                key,
                proposal.reason() == null ? "" : proposal.reason(),
                proposal.sources() == null ? List.of() : proposal.sources(),
                proposal.evidence() == null ? Map.of() : proposal.evidence(),
                proposal.timeoutMs());
    }

    private static String target(Proposal proposal, List<String> targets) {
        if (proposal.target() != null) {
            return proposal.target();
        }
        if (targets.size() != 1) {
            throw bad("name the target: one of " + targets);
        }
        return targets.getFirst();
    }

    private static Map<String, Object> arguments(Proposal proposal) {
        var given = new HashMap<String, Object>();
        if (proposal.arguments() != null) {
            proposal.arguments().forEach((name, value) -> {
                if (value != null) {
                    given.put(name, value);
                }
            });
        }
        if (proposal.sql() != null) {
            given.put("sql", proposal.sql());
        }
        if (proposal.statements() != null) {
            given.put("statements", proposal.statements());
        }
        if (given.isEmpty()) {
            throw bad("give sql, statements or arguments");
        }
        return given;
    }

    @GetMapping("/v1/actions")
    PageView<ActionView> page(
            @RequestParam(required = false) @Nullable String session,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(defaultValue = "50") int limit) {
        var page = actions.page(session, from, limit);
        return new PageView<>(page.items().stream().map(ActionView::of).toList(), page.next());
    }

    @GetMapping("/v1/actions/{id}")
    ActionView one(@PathVariable String id) {
        return ActionView.of(actions.byId(id));
    }

    @GetMapping("/v1/actions/{id}/effects")
    PageView<EffectView> effects(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(defaultValue = "100") int limit) {
        return Views.effects(actions.effects(id, from, Math.clamp(limit, 1, 1_000)));
    }

    @GetMapping("/v1/actions/{id}/receipts")
    List<ReceiptView> receipts(@PathVariable String id) {
        return actions.receipts(id).stream().map(ReceiptView::of).toList();
    }

    private static RuntimeException bad(String detail) {
        return Problem.of(Reason.BAD_REQUEST, detail).toException();
    }
}
