package dev.astern.approval;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.evidence.Recorder;
import dev.astern.gateway.ActionAnswer;
import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Gateway;
import dev.astern.gateway.GatewayLog;
import dev.astern.gateway.Grant;
import dev.astern.gateway.HeldAction;
import dev.astern.gateway.Json;
import dev.astern.gateway.Receipts;
import dev.astern.gateway.Running;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.Approval;
import dev.astern.model.Approval.State;
import dev.astern.model.Approval.Vote;
import dev.astern.model.Operator;
import dev.astern.storage.ActionStore;
import dev.astern.storage.ApprovalStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Runs what people agreed to, once; what has moved since goes back to them. Continues after the death of a node. */
public final class ApprovedRuns {
    private static final Duration ORPHANED_AFTER = Duration.ofMinutes(2);

    private final ApprovalStore store;
    private final ActionStore actions;
    private final Gateway gateway;
    private final Running running;
    private final Recorder recorder;
    private final ApprovalReceipts receipts;
    private final Endings endings;
    private final Deadlines deadlines;
    private final GatewayLog log;
    private final Clock clock;
    private final String node;
    private final Set<String> here = ConcurrentHashMap.newKeySet();

    public ApprovedRuns(
            ApprovalStore store,
            ActionStore actions,
            Gateway gateway,
            Running running,
            Recorder recorder,
            ApprovalReceipts receipts,
            Endings endings,
            Deadlines deadlines,
            GatewayLog log,
            Clock clock,
            String node) {
        this.store = store;
        this.actions = actions;
        this.gateway = gateway;
        this.running = running;
        this.recorder = recorder;
        this.receipts = receipts;
        this.endings = endings;
        this.deadlines = deadlines;
        this.log = log;
        this.clock = clock;
        this.node = node;
    }

    /** Runs a request that was agreed to, unless somebody else does or has. */
    public void run(String id) {
        if (!here.add(id)) {
            return;
        }
        try {
            if (!waitsToBeAskedFor(id) && claim(id)) {
                perform(store.byId(id).orElseThrow(), request -> request);
            }
        } catch (RuntimeException e) {
            // The next round finds out how far it came.
            log.failed(id, e);
        } finally {
            here.remove(id);
        }
    }

    /** What its agent's host does is not done by agreeing to it: the host has to ask again. */
    private boolean waitsToBeAskedFor(String id) {
        return store.byId(id)
                .filter(approval -> approval.state() == State.APPROVED)
                .map(approval -> gateway.elsewhere(approval.target()))
                .orElse(false);
    }

    /**
     * Lets go what people agreed to, because it was asked for again; once.
     *
     * @param call the id that its doer has for it this time
     * @return nothing where somebody else was first, it is too late, or something moved
     */
    public Optional<ActionAnswer> letGo(String id, String call) {
        if (!here.add(id)) {
            return Optional.empty();
        }
        try {
            return claim(id)
                    ? perform(store.byId(id).orElseThrow(), request -> request.withKey(call))
                    : Optional.empty();
        } finally {
            here.remove(id);
        }
    }

    /** Exactly one node and one thread gets it, and only in time. */
    private boolean claim(String id) {
        var claimed = new boolean[1];
        store.update(
                List.of(id),
                before -> before.stream()
                        .map(approval -> {
                            claimed[0] = approval.state() == State.APPROVED
                                    && deadlines.stopped(approval).isEmpty()
                                    && clock.instant().isBefore(deadlines.executeBy(approval));
                            return claimed[0] ? approval.runningOn(node) : approval;
                        })
                        .toList());
        return claimed[0];
    }

    private Optional<ActionAnswer> perform(Approval approval, UnaryOperator<ActionRequest> as) {
        var contents = store.contents(approval);
        var ended = endings.sessionEnded(approval);
        if (contents.isEmpty() || ended.isPresent()) {
            withdraw(
                    approval,
                    ended.orElseGet(() -> Problem.of(Reason.ERASED, "what was asked for was erased with its session")));
            return Optional.empty();
        }
        var session = endings.session(approval.sessionId());
        var request = as.apply(Json.read(contents.get().request(), ActionRequest.class));
        var action = action(approval);
        try (var _ = running.take(approval.actionId())) {
            return switch (gateway.perform(session, action, request, grant(approval))) {
                case Gateway.Approved.Ran(var answer) -> {
                    done(approval);
                    yield Optional.of(answer);
                }
                case Gateway.Approved.Stale(var problem) -> {
                    again(approval, action, request, problem);
                    yield Optional.empty();
                }
            };
        } catch (ProblemException e) {
            giveBack(approval, e.problem());
            return Optional.empty();
        }
    }

    private static Grant grant(Approval approval) {
        var votes = approval.currentVotes().stream()
                .filter(vote -> vote.choice() != Approval.Choice.DENY)
                .toList();
        return new Grant(
                approval.id(),
                approval.fingerprint(),
                votes.stream().map(Vote::name).toList(),
                votes.getLast().at());
    }

    private Action action(Approval approval) {
        return actions.byId(approval.actionId())
                .orElseThrow(() -> new IllegalStateException("request " + approval.id() + " has no action: bug"));
    }

    private void done(Approval approval) {
        change(approval.id(), before -> before.state() == State.RUNNING ? before.with(State.DONE) : before);
    }

    /** It could not even be tried; while there is time it is tried again, if certainly nothing of it happened. */
    private void giveBack(Approval approval, Problem problem) {
        if (action(approval).state() != ActionState.HELD) {
            return;
        }
        log.failed(approval.id(), problem.toException());
        change(approval.id(), before -> {
            var by = before.executeBy();
            return before.state() == State.RUNNING && by != null ? before.approved(by) : before;
        });
    }

    /** What it would do has moved: people see the new state and decide again, if it can still be done. */
    private void again(Approval approval, Action action, ActionRequest request, Problem moved) {
        HeldAction held;
        try {
            held = gateway.look(endings.session(approval.sessionId()), action, request);
        } catch (ProblemException e) {
            withdraw(approval, e.problem());
            return;
        }
        receipts.happened(approval, "stale", moved.detail());
        askAgain(approval, held, State.RUNNING);
    }

    /**
     * A reviewer would rather have it run with other arguments: what these would do is shown, and everybody decides anew.
     *
     * @param round the one that was looked at
     * @throws ProblemException where they make no sense or would fail, or somebody edited it meanwhile
     */
    public Approval edit(Operator by, String id, int round, Map<String, Object> arguments, String reason) {
        var approval = store.byId(id)
                .orElseThrow(() -> Problem.of(Reason.NOT_FOUND, "there is no request " + id)
                        .toException());
        if (approval.state() != State.PENDING) {
            throw Problem.of(
                            Reason.ALREADY_DECIDED,
                            "request " + id + " is " + approval.state().code())
                    .toException();
        }
        if (approval.round() != round) {
            throw Problem.of(Reason.STALE_APPROVAL, "what it would do has moved since you looked")
                    .toException();
        }
        var contents = store.contents(approval)
                .orElseThrow(() -> Problem.of(Reason.ERASED, "what was asked for was erased with its session")
                        .toException());
        var asked = Json.read(contents.request(), ActionRequest.class);
        if (asked.promotes() != null) {
            throw Problem.of(
                            Reason.CONFLICTING_STATE,
                            "what is promoted runs as it was tried out; change it there, and promote that")
                    .toException();
        }
        if (gateway.elsewhere(asked.target())) {
            throw Problem.of(
                            Reason.CONFLICTING_STATE,
                            "its agent's host does it, with the arguments it has; say no, and which ones it should have")
                    .toException();
        }
        var request = asked.with(arguments);
        var held = gateway.look(endings.session(approval.sessionId()), action(approval), request);
        receipts.edited(approval, by, reason);
        return askAgain(approval, held, State.PENDING);
    }

    private Approval askAgain(Approval approval, HeldAction held, State from) {
        var next = approval.again(
                held.fingerprint(),
                held.ruling().policy().digest(),
                held.action().tier(),
                held.action().reversibility(),
                held.ruling().risk(),
                held.at().plus(approval.terms().decideBy()));
        recorder.await(recorder.submit(Receipts.held(approval.id(), held, next.round()), held.action()))
                .ifPresent(problem -> {
                    throw problem.toException();
                });
        return store.update(
                approval.id(),
                before -> {
                    if (before.state() != from || before.round() != approval.round()) {
                        throw Problem.of(Reason.ALREADY_DECIDED, "somebody decided meanwhile")
                                .toException();
                    }
                    return next;
                },
                Shown.contents(held));
    }

    private void withdraw(Approval approval, Problem problem) {
        receipts.happened(approval, "withdraw", problem.detail());
        endings.end(approval, problem);
        change(approval.id(), before -> before.state().open() ? before.with(State.WITHDRAWN) : before);
    }

    /** Ends what time or the end of a session has ended, and runs what an earlier life of a node did not come to run. */
    public void keepHouse() {
        var now = clock.instant();
        for (var approval : store.open()) {
            try {
                lookAfter(approval, now);
            } catch (RuntimeException e) {
                log.failed(approval.id(), e);
            }
        }
        store.heldWithoutRequest(now.minus(ORPHANED_AFTER))
                .forEach(action -> endings.end(
                        action,
                        Problem.of(
                                Reason.APPROVAL_EXPIRED, "the gateway was interrupted before it could ask anybody")));
    }

    private void lookAfter(Approval approval, Instant now) {
        if (here.contains(approval.id())) {
            return;
        }
        if (endings.settled(approval)) {
            change(approval.id(), before -> before.state().open() ? before.with(State.DONE) : before);
            return;
        }
        switch (approval.state()) {
            case PENDING -> {
                if (now.isBefore(deadlines.decideBy(approval))
                        && endings.sessionEnded(approval).isEmpty()) {
                    return;
                }
                end(approval);
            }
            case APPROVED -> {
                if (!now.isBefore(deadlines.executeBy(approval))
                        || endings.sessionEnded(approval).isPresent()) {
                    end(approval);
                } else {
                    run(approval.id());
                }
            }
            case RUNNING -> {
                if (node.equals(approval.node()) && action(approval).state() == ActionState.HELD) {
                    giveBack(approval, Problem.of(Reason.CANCELLED, "the node ended before it could run"));
                }
            }
            case DONE, DENIED, EXPIRED, WITHDRAWN -> {
                // Nothing is open.
            }
        }
    }

    private void end(Approval approval) {
        var ended = endings.sessionEnded(approval);
        var problem = ended.orElseGet(
                () -> Problem.of(Reason.APPROVAL_EXPIRED, "nobody decided, or it could not run, in time"));
        var state = ended.isPresent() ? State.WITHDRAWN : State.EXPIRED;
        store.update(
                List.of(approval.id()),
                before -> before.stream()
                        .map(one -> {
                            if (one.state() != approval.state() || one.round() != approval.round()) {
                                return one;
                            }
                            receipts.happened(one, ended.isPresent() ? "withdraw" : "expire", problem.detail());
                            endings.end(one, problem);
                            return one.with(state);
                        })
                        .toList());
    }

    private void change(String id, UnaryOperator<Approval> change) {
        store.update(List.of(id), before -> before.stream().map(change).toList());
    }
}
