package dev.astern.gateway;

import dev.astern.connector.Observed;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reads;
import dev.astern.connector.Reason;
import dev.astern.connector.Tier;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.ObservedCall;
import dev.astern.model.Session;
import dev.astern.storage.ActionStore;
import dev.astern.target.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Actions that were let go to be done elsewhere: what is answered when they are asked about again, and how they end. */
public final class ObservedCalls {
    private static final String LATE = "its end was reported after the time for that was over";

    private final GatewayParts parts;
    private final ActionStore actions;
    private final Targets targets;
    private final Failures failures;

    public ObservedCalls(GatewayParts parts, ActionStore actions, Targets targets) {
        this.parts = parts;
        this.actions = actions;
        this.targets = targets;
        this.failures = new Failures(parts.sessions());
    }

    /**
     * What was reported of the end of a call.
     *
     * @param output with its exit code, if any was said
     * @param attachments what else is kept with the receipt, JSON texts by name
     */
    public record Report(Output output, Map<String, String> attachments) {
        public Report {
            attachments = Map.copyOf(attachments);
        }
    }

    /** Whether the session has had such a call let go. */
    public boolean has(Session session, String call) {
        return parts.observed().byCall(session.id(), call).isPresent();
    }

    /**
     * Asked again, because the first answer was lost: it is let go once, and told so as often as asked, until its end.
     *
     * @param digest of what is asked for
     * @return nothing where it was not let go yet
     */
    Optional<ActionAnswer> again(Session session, String call, String digest) {
        return parts.observed().byCall(session.id(), call).map(known -> again(known, digest));
    }

    private ActionAnswer again(ObservedCall known, String digest) {
        var action = action(known);
        if (!action.requestDigest().equals(digest)) {
            throw Problem.of(Reason.IDEMPOTENCY_KEY_REUSED, "this id was used for a different call")
                    .with("action", action.id())
                    .toException();
        }
        boolean late = !parts.clock().instant().isBefore(known.reportBy());
        if (action.state() != ActionState.RUNNING || late) {
            throw Problem.of(
                            Reason.CONFLICTING_STATE,
                            "this call was let go before, and is "
                                    + (late ? "over" : action.state().code()))
                    .with("action", action.id())
                    .toException();
        }
        return letGo(action).asRepeat();
    }

    /** What whoever does it is told. */
    static ActionAnswer letGo(Action action) {
        return ActionAnswer.of(
                action, Ending.of(ActionState.RUNNING, Observed.nothing(), Reads.none(), Output.empty(), null));
    }

    /**
     * Keeps how a call ended, as whoever did it says; once, whatever is said later.
     *
     * @throws dev.astern.connector.ProblemException {@link Reason#NOT_FOUND} where no such call was let go: nothing that
     *     was not asked for becomes an action by being reported
     */
    public ActionAnswer report(Session session, String call, Report report) {
        var known = parts.observed()
                .byCall(session.id(), call)
                .orElseThrow(() -> Problem.of(Reason.NOT_FOUND, "no call of this id was let go in this session")
                        .toException());
        var action = action(known);
        if (action.state().settled()) {
            return reported(action);
        }
        return record(session, known, action, report);
    }

    private ActionAnswer record(Session session, ObservedCall known, Action action, Report report) {
        var notes = new ArrayList<String>();
        notes.add("it was done elsewhere; what it did was not seen, and nothing was captured");
        if (parts.clock().instant().isAfter(known.reportBy())) {
            notes.add(LATE);
        }
        var observed = new Observed(List.of(), "", List.of(), notes, action.tier(), action.reversibility());
        var ending =
                new Ending(ActionState.OBSERVED, observed, Reads.none(), report.output(), null, report.attachments());
        var answer = ActionAnswer.of(action, ending);
        var subject = new Receipts.Subject(session, action, null, "", List.of(), List.of());
        try {
            parts.outcomes().record(subject, answer, ending, keepsOutput(action));
        } catch (dev.astern.connector.ProblemException e) {
            var now = action(known);
            if (e.problem().reason() == Reason.CONFLICTING_STATE && now.state() == ActionState.OBSERVED) {
                return reported(now);
            }
            throw e;
        }
        failures.after(session, answer);
        return answer;
    }

    private static ActionAnswer reported(Action action) {
        var outcome = action.outcome();
        if (action.state() != ActionState.OBSERVED || outcome == null) {
            throw Problem.of(
                            Reason.CONFLICTING_STATE,
                            "the call is " + action.state().code() + " here")
                    .with("action", action.id())
                    .toException();
        }
        return ActionAnswer.of(
                        action, Ending.of(ActionState.OBSERVED, Observed.nothing(), Reads.none(), Output.empty(), null))
                .asRepeat();
    }

    /** What was read is kept only where the target's settings say so. */
    private boolean keepsOutput(Action action) {
        return action.tier() != Tier.READ
                || targets.all().stream()
                        .filter(target -> target.name().equals(action.target()))
                        .anyMatch(Gateway::keepsRows);
    }

    private Action action(ObservedCall known) {
        return actions.byId(known.actionId())
                .orElseThrow(() -> new IllegalStateException("a call has no action " + known.actionId() + ": bug"));
    }
}
