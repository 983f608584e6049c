package dev.astern.gateway;

import dev.astern.connector.Reason;
import dev.astern.model.Session;
import dev.astern.stop.Stoppable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The actions this node has in hand, and what it is performing of them right now. */
public final class Running implements Stoppable {
    /** @param keeps whether its effects are meant to stay */
    private record Work(ActionExecution execution, Session session, String target, boolean keeps) {}

    private final Map<String, Work> byAction = new ConcurrentHashMap<>();
    private final Set<String> inHand = new HashSet<>();
    private final ReentrantLock hands = new ReentrantLock();
    private final Condition freed = hands.newCondition();

    /** Whoever has it is the only one on this node to move the action on. */
    public interface Hand extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Takes an action in hand, once nobody else has it. Whoever is about to write its intent takes it before, and lets it go
     * after its outcome is kept, or that it waits for people: what runs and is in nobody's hand was left behind.
     */
    public Hand take(String actionId) {
        hands.lock();
        try {
            while (!inHand.add(actionId)) {
                freed.awaitUninterruptibly();
            }
            return () -> free(actionId);
        } finally {
            hands.unlock();
        }
    }

    /** Takes an action in hand unless somebody has it. */
    Optional<Hand> takeIfFree(String actionId) {
        hands.lock();
        try {
            return inHand.add(actionId) ? Optional.of(() -> free(actionId)) : Optional.empty();
        } finally {
            hands.unlock();
        }
    }

    private void free(String actionId) {
        hands.lock();
        try {
            inHand.remove(actionId);
            freed.signalAll();
        } finally {
            hands.unlock();
        }
    }

    public void begin(ActionExecution execution, Session session, String target, boolean keeps) {
        var work = new Work(execution, session, target, keeps);
        if (byAction.putIfAbsent(execution.actionId(), work) != null) {
            throw new IllegalStateException("action " + execution.actionId() + " runs twice: bug");
        }
    }

    public void end(ActionExecution execution) {
        byAction.remove(execution.actionId());
    }

    /** Stops what a session has in flight and has not been cleared. */
    public void stopSession(String sessionId, Reason reason, String detail) {
        byAction.values().stream()
                .filter(w -> w.session().id().equals(sessionId))
                .forEach(w -> w.execution().stop(reason, detail));
    }

    /** Cancelling takes a connection for each, which may come later: none of it can be cleared any more. */
    @Override
    public Stopped stop(Objection objection) {
        var cleared = new ArrayList<Cleared>();
        var cancels = new ArrayList<Runnable>();
        for (var work : byAction.values()) {
            var execution = work.execution();
            var problem = objection.to(work.session(), work.target());
            if (problem.isPresent()
                    && !execution.stop(problem.get(), cancels::add)
                    && work.keeps()
                    && execution.mayTakeEffect()) {
                cleared.add(new Cleared(execution.actionId(), work.session(), work.target()));
            }
        }
        return new Stopped(cleared, () -> cancels.forEach(Thread::startVirtualThread));
    }
}
