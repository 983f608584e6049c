package dev.astern.hook;

import dev.astern.approval.Approvals;
import dev.astern.approval.ApprovedRuns;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.evidence.Acts;
import dev.astern.gateway.ActionAnswer;
import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Actions;
import dev.astern.gateway.Cancellation;
import dev.astern.gateway.Gateway;
import dev.astern.gateway.ObservedCalls;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.Approval;
import dev.astern.model.Session;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules on what agents' hosts are about to do, the same way as on everything else, and keeps what they report of it. */
public final class HookCalls {
    private static final int PAGE = 100;

    private final Gateway gateway;
    private final ObservedCalls calls;
    private final Approvals approvals;
    private final ApprovedRuns approvedRuns;
    private final Actions actions;
    private final Acts acts;

    public HookCalls(
            Gateway gateway,
            ObservedCalls calls,
            Approvals approvals,
            ApprovedRuns approvedRuns,
            Actions actions,
            Acts acts) {
        this.gateway = gateway;
        this.calls = calls;
        this.approvals = approvals;
        this.approvedRuns = approvedRuns;
        this.actions = actions;
        this.acts = acts;
    }

    /**
     * Before a tool runs. Whatever stands in the way is an answer, too.
     *
     * @param event as the host sent it
     */
    public HookRuling before(
            Session session, String target, Map<String, @Nullable Object> event, Cancellation cancellation) {
        try {
            var request = ToolCall.of(event).request(target);
            return ruling(before(session, request, cancellation));
        } catch (ProblemException e) {
            return new HookRuling.Denied(e.problem());
        }
    }

    private ActionAnswer before(Session session, ActionRequest request, Cancellation cancellation) {
        var call = String.valueOf(request.idempotencyKey());
        if (gateway.objection(session, request.target()).isEmpty() && !calls.has(session, call)) {
            var waits = waiting(session, request);
            if (waits.isPresent()) {
                return agreed(waits.get(), call);
            }
        }
        return gateway.begin(session, request, cancellation);
    }

    /** The very same call, held earlier and not at its end. */
    private Optional<Approval> waiting(Session session, ActionRequest request) {
        var digest = request.callDigest();
        String from = null;
        do {
            var page = approvals.page(true, session.id(), from, PAGE);
            for (var approval : page.items()) {
                if (approval.target().equals(request.target())
                        && actions.byId(approval.actionId()).requestDigest().equals(digest)) {
                    return Optional.of(approval);
                }
            }
            from = page.next();
        } while (from != null);
        return Optional.empty();
    }

    /** What people agreed to is let go once; until they did, nobody is asked a second time. */
    private ActionAnswer agreed(Approval approval, String call) {
        return switch (approval.state()) {
            case PENDING -> throw held(approval).toException();
            case APPROVED ->
                approvedRuns
                        .letGo(approval.id(), call)
                        .orElseThrow(() -> notLetGo(approval.id()).toException());
            case RUNNING, DONE, DENIED, EXPIRED, WITHDRAWN ->
                throw notLetGo(approval.id()).toException();
        };
    }

    private Problem notLetGo(String id) {
        var approval = approvals.byId(id);
        var outcome = actions.byId(approval.actionId()).outcome();
        if (approval.state() == Approval.State.PENDING) {
            return held(approval);
        }
        var detail = outcome == null || outcome.detail() == null
                ? "what people agreed to was not let go: another call was first, or its time is over"
                : outcome.detail();
        return Problem.of(Reason.CONFLICTING_STATE, detail).with("approval", id).with("action", approval.actionId());
    }

    private static Problem held(Approval approval) {
        return Problem.of(Reason.HELD, approval.why())
                .with("approval", approval.id())
                .with("action", approval.actionId())
                .with("page", "/approvals/" + approval.id())
                .with("rule", approval.rule())
                .with("decide_by", approval.decideBy().toString());
    }

    private static HookRuling ruling(ActionAnswer answer) {
        if (answer.state() == ActionState.RUNNING) {
            return new HookRuling.Allowed(answer.actionId());
        }
        var problem = answer.problem();
        return new HookRuling.Denied((problem == null
                        ? Problem.of(
                                Reason.CONFLICTING_STATE,
                                "this call is " + answer.state().code())
                        : problem)
                .with("action", answer.actionId()));
    }

    /**
     * After a tool ran.
     *
     * @return the action, as it is now
     * @throws ProblemException where nothing can be kept of it; what was reported without having been asked for is in the
     *     journal as an act of the session
     */
    public Action after(Session session, Map<String, @Nullable Object> event) {
        var said = ToolReport.of(event);
        try {
            return actions.byId(
                    calls.report(session, said.call(), said.report()).actionId());
        } catch (ProblemException e) {
            if (e.problem().reason() == Reason.NOT_FOUND) {
                var _ = acts.done(
                        session.id(),
                        session.agent().id(),
                        "hook.unasked",
                        Map.of("session", session.id(), "call", said.call(), "tool", bounded(said.tool())));
            }
            throw e;
        }
    }

    private static String bounded(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
