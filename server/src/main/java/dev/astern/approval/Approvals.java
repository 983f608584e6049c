package dev.astern.approval;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.gateway.HeldAction;
import dev.astern.gateway.HoldDesk;
import dev.astern.gateway.Receipts;
import dev.astern.model.Approval;
import dev.astern.model.Approval.Choice;
import dev.astern.model.Approval.State;
import dev.astern.model.Approval.Vote;
import dev.astern.model.Ids;
import dev.astern.model.Operator;
import dev.astern.model.Page;
import dev.astern.model.Permission;
import dev.astern.model.ReceiptDraft;
import dev.astern.storage.ApprovalStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Requests that people let actions run: asks, takes votes, and hands what was agreed to whoever runs it. */
public final class Approvals implements HoldDesk {
    private final ApprovalStore store;
    private final ApprovalReceipts receipts;
    private final Endings endings;
    private final Deadlines deadlines;
    private final Glass glass;
    private final Ids ids;
    private final Clock clock;
    private Consumer<String> whenApproved = id -> {};

    public Approvals(
            ApprovalStore store,
            ApprovalReceipts receipts,
            Endings endings,
            Deadlines deadlines,
            Glass glass,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.receipts = receipts;
        this.endings = endings;
        this.deadlines = deadlines;
        this.glass = glass;
        this.ids = ids;
        this.clock = clock;
    }

    /** Who runs what was agreed to; given the request's id. */
    public void onApproved(Consumer<String> runner) {
        whenApproved = runner;
    }

    @Override
    public String newId() {
        return ids.next("apr");
    }

    @Override
    public ReceiptDraft receipt(String requestId, HeldAction held) {
        return Receipts.held(requestId, held, 0);
    }

    @Override
    public void ask(String requestId, HeldAction held) {
        var session = held.session();
        var action = held.action();
        var ruling = held.ruling();
        store.add(
                new Approval(
                        requestId,
                        action.id(),
                        session.id(),
                        session.agent().id(),
                        action.target(),
                        0,
                        held.fingerprint(),
                        ruling.policy().digest(),
                        ruling.rule(),
                        ruling.why(),
                        action.tier(),
                        action.reversibility(),
                        ruling.risk(),
                        held.terms(),
                        State.PENDING,
                        held.at(),
                        held.at().plus(held.terms().decideBy()),
                        null,
                        null,
                        List.of()),
                Shown.contents(held));
    }

    @Override
    public Problem told(String requestId, HeldAction held) {
        var terms = held.terms();
        return Problem.of(Reason.HELD, held.ruling().why())
                .with("approval", requestId)
                .with("page", "/approvals/" + requestId)
                .with("rule", held.ruling().rule())
                .with("quorum", String.valueOf(terms.quorum()))
                .with("decide_by", held.at().plus(terms.decideBy()).toString());
    }

    public Approval byId(String id) {
        return store.byId(id).orElseThrow(() -> problem(Reason.NOT_FOUND, "there is no request " + id));
    }

    public Optional<Approval> byAction(String actionId) {
        return store.byAction(actionId);
    }

    /** @param open null for all */
    public Page<Approval> page(@Nullable Boolean open, @Nullable String session, @Nullable String from, int limit) {
        return store.page(open, session, from, limit);
    }

    /** When requests' clocks run out, by request; time that was stopped does not count. */
    public Map<String, Deadlines.Due> due(List<Approval> approvals) {
        return deadlines.due(approvals);
    }

    /** What people are shown, as JSON text; keeps that this operator has looked. */
    public String shown(Operator by, String id) {
        var approval = byId(id);
        store.looked(id, approval.round(), by.id(), clock.instant());
        return store.contents(approval)
                .map(ApprovalStore.Contents::preview)
                .orElseThrow(() -> problem(Reason.ERASED, "what was asked for was erased with its session"));
    }

    /**
     * Takes an operator's vote about requests in one round.
     *
     * @throws ProblemException where it does not count, and why
     */
    public List<Approval> decide(Operator by, List<String> requestIds, Ballot ballot) {
        var rounds = new TreeMap<String, Integer>();
        requestIds.forEach(id -> rounds.put(id, ballot.round()));
        return decide(by, rounds, ballot);
    }

    /**
     * Takes an operator's vote about one request, or about several that are alike: all of them or none.
     *
     * @param rounds which round of each request the operator saw
     * @throws ProblemException where it does not count, and why
     */
    public List<Approval> decide(Operator by, Map<String, Integer> rounds, Ballot ballot) {
        if (rounds.isEmpty() || rounds.size() > Batches.MAX) {
            throw problem(Reason.BAD_REQUEST, "name 1 to " + Batches.MAX + " requests");
        }
        var permission = ballot.choice() == Choice.BREAK_GLASS ? Permission.BREAK_GLASS : Permission.ACTION_APPROVE;
        if (!by.permissions().contains(permission)) {
            throw problem(Reason.NOT_PERMITTED, "this needs the permission " + permission.code());
        }
        var incidents = new ArrayList<String>();
        var decided = store.update(List.copyOf(rounds.keySet()), before -> {
            Batches.check(before, rounds.size());
            var after = new ArrayList<Approval>();
            before.forEach(approval ->
                    after.add(voted(approval, by, ballot.in(rounds.getOrDefault(approval.id(), -1)))));
            // Every vote counts by now, so that no receipt says one that does not.
            for (var approval : after) {
                var incident = ballot.choice() == Choice.BREAK_GLASS ? glass.broken(approval, by) : null;
                receipts.voted(approval, by, incident);
                if (incident != null) {
                    incidents.add(incident);
                }
            }
            after.stream()
                    .filter(approval -> approval.state() == State.DENIED)
                    .forEach(approval -> endings.end(
                            approval, Problem.of(Reason.APPROVAL_DENIED, by.name() + " said no: " + ballot.reason())));
            return after;
        });
        decided.stream()
                .filter(approval -> approval.state() == State.APPROVED)
                .forEach(approval -> whenApproved.accept(approval.id()));
        incidents.forEach(glass::counted);
        return decided;
    }

    private Approval voted(Approval approval, Operator by, Ballot ballot) {
        var vote = new Vote(
                ballot.round(),
                by.id(),
                by.name(),
                ballot.choice(),
                ballot.reason(),
                ballot.confirmed(),
                ballot.recoveryOwner(),
                store.lookedAt(approval.id(), approval.round(), by.id()).orElse(null),
                clock.instant());
        endings.sessionEnded(approval).or(() -> deadlines.stopped(approval)).ifPresent(problem -> {
            throw problem.toException();
        });
        return Voting.vote(
                approval,
                vote,
                deadlines.decideBy(approval),
                endings.startedBy(approval),
                store.lastApprover(approval.agent()));
    }

    private static ProblemException problem(Reason reason, String detail) {
        return Problem.of(reason, detail).toException();
    }
}
