package dev.astern.simulation;

import dev.astern.gateway.ActionAnswer;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.Receipt;
import dev.astern.model.ReceiptType;
import dev.astern.model.StopOrder;
import dev.astern.model.StopScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sees everything, believes nobody, and says at the end what did not hold. */
final class Auditor {
    private final SimJournal journal;
    private final Map<String, Integer> applied = new HashMap<>();
    private final Set<String> performed = new HashSet<>();
    private final Set<String> interrupted = new HashSet<>();
    private final Set<String> revoked = new HashSet<>();
    private final Map<StopOrder, Set<String>> stops = new HashMap<>();
    private final List<ActionAnswer> answers = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private int resolved;
    private int stopsSeen;

    Auditor(SimJournal journal) {
        this.journal = journal;
    }

    void resolved() {
        resolved++;
    }

    int resolvedCount() {
        return resolved;
    }

    void performed(String actionId) {
        if (!performed.add(actionId)) {
            wrong.add(actionId + " was performed twice");
        }
    }

    void interrupted(String actionId) {
        interrupted.add(actionId);
    }

    /** The last word was yes: from here on nobody can stop it. */
    void cleared(String actionId, String sessionId, boolean whereRevoked) {
        check(journal.hasIntent(actionId), actionId + " was cleared before its intent was durable");
        // Another node may be just past its own look at the session, which is as old as it is slow.
        check(
                !whereRevoked || !revoked.contains(sessionId),
                actionId + " was cleared after the revocation of its session was told");
        check(!interrupted.contains(actionId), actionId + " was cleared although it had been stopped");
    }

    void applied(String actionId, String sessionId) {
        applied.merge(actionId, 1, Integer::sum);
        stops.forEach((order, inFlight) -> check(
                !holds(order, sessionId) || inFlight.contains(actionId),
                actionId + " took effect after " + order.id() + " (" + order.what()
                        + ") was acknowledged, and was not listed as in flight"));
    }

    private static boolean holds(StopOrder order, String sessionId) {
        return order.scope() != StopScope.SESSION || order.name().equals(sessionId);
    }

    /** Told to the operator, with what had passed its last check by then and may take effect yet. */
    void stopHolds(StopOrder order, Set<String> inFlight) {
        stops.put(order, Set.copyOf(inFlight));
        stopsSeen++;
    }

    void stopEnds(StopOrder order) {
        stops.remove(order);
    }

    int appliedCount() {
        return applied.size();
    }

    int stopsSeen() {
        return stopsSeen;
    }

    /** Told to the operator. */
    void revoked(String sessionId) {
        revoked.add(sessionId);
    }

    /** Told to a client. */
    void answered(ActionAnswer answer) {
        answers.add(answer);
        var stored = journal.byId(answer.actionId());
        var receipts = journal.ofAction(answer.actionId());
        check(
                stored.isPresent() && (stored.get().state() == answer.state() || settledSince(answer, receipts)),
                answer.actionId() + " was answered as " + answer.state() + " and is kept as "
                        + stored.map(Action::state));
        check(
                receipts.stream().anyMatch(r -> r.type() != ReceiptType.INTENT),
                answer.actionId() + " was answered before its outcome was durable");
    }

    /**
     * Another node, to which this one seemed dead, may find out what became of an action in doubt while the answer that it
     * is in doubt is on its way; both ends are kept then, one after the other.
     */
    private static boolean settledSince(ActionAnswer answer, List<Receipt> receipts) {
        return answer.state() == ActionState.UNCONFIRMED
                && receipts.stream().filter(r -> r.type() == ReceiptType.RESULT).count() == 2;
    }

    void check(boolean holds, String otherwise) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }

    /** Everything has come to rest. */
    List<String> findings(SimTarget target) {
        for (var action : journal.all()) {
            check(action.state().settled(), action.id() + " is still " + action.state());
            check(
                    (action.state() == ActionState.APPLIED) == target.applied(action.id()),
                    action.id() + " is kept as " + action.state() + "; applied at the target: "
                            + target.applied(action.id()));
            receipts(action);
        }
        applied.forEach((id, times) -> {
            check(times == 1, id + " was applied " + times + " times");
            check(journal.byId(id).isPresent(), id + " was applied and nobody knows of it");
        });
        answers.forEach(answer -> answer(answer, target));
        keys();
        return wrong;
    }

    private void receipts(Action action) {
        var types = journal.ofAction(action.id()).stream().map(r -> r.type()).toList();
        check(types.stream().filter(t -> t == ReceiptType.INTENT).count() <= 1, action.id() + " has receipts " + types);
        check(types.getLast() != ReceiptType.INTENT, action.id() + " ends with its intent");
        var intent = types.indexOf(ReceiptType.INTENT);
        check(intent <= 0, action.id() + " has its intent after its outcome: " + types);
    }

    private void answer(ActionAnswer answer, SimTarget target) {
        var isApplied = target.applied(answer.actionId());
        switch (answer.state()) {
            case APPLIED -> check(isApplied, answer.actionId() + " was told to be applied and is not");
            case REHEARSED, REFUSED, FAILED ->
                check(!isApplied, answer.actionId() + " was told to be " + answer.state() + " and is in effect");
            case HELD, UNCONFIRMED, RUNNING, OBSERVED -> {}
        }
    }

    private void keys() {
        var seen = new HashMap<String, String>();
        for (var action : journal.all()) {
            if (action.idempotencyKey() != null) {
                var other = seen.put(action.sessionId() + action.idempotencyKey(), action.id());
                check(other == null, action.id() + " and " + other + " share a key");
            }
        }
    }
}
