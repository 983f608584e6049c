package dev.astern.gateway;

import dev.astern.connector.Clearance;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.SessionRef;
import dev.astern.connector.Tier;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The last word on one action, and the race between it and whoever wants to stop it: exactly one of them wins. */
public final class ActionExecution implements Execution {
    private final String actionId;
    private final SessionRef session;
    private final Duration timeout;
    private final Function<Observed, Clearance> decide;
    private final boolean bound;
    private final boolean undoToo;

    private @Nullable Runnable interrupt;
    private @Nullable Problem stopped;
    private boolean cleared;
    private boolean writes;

    /** @param decide the second decision; run once, and not at all when somebody stopped the action before */
    public ActionExecution(
            String actionId, SessionRef session, Duration timeout, Function<Observed, Clearance> decide) {
        this(actionId, session, timeout, decide, false);
    }

    /** @param bound whether it may run only from the state that people were shown */
    ActionExecution(
            String actionId,
            SessionRef session,
            Duration timeout,
            Function<Observed, Clearance> decide,
            boolean bound) {
        this(actionId, session, timeout, decide, bound, false);
    }

    private ActionExecution(
            String actionId,
            SessionRef session,
            Duration timeout,
            Function<Observed, Clearance> decide,
            boolean bound,
            boolean undoToo) {
        this.bound = bound;
        this.undoToo = undoToo;
        this.actionId = actionId;
        this.session = session;
        this.timeout = timeout;
        this.decide = decide;
    }

    /** A rehearsal that people are to look at. */
    static ActionExecution toBeShown(String actionId, SessionRef session, Duration timeout) {
        return new ActionExecution(actionId, session, timeout, observed -> new Clearance.Commit(), false, true);
    }

    @Override
    public String actionId() {
        return actionId;
    }

    @Override
    public SessionRef session() {
        return session;
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public boolean bindsBeforeState() {
        return bound;
    }

    @Override
    public boolean rehearsesUndo() {
        return undoToo;
    }

    @Override
    public Clearance clear(Observed observed) {
        var early = stopped();
        if (early != null) {
            return new Clearance.RollBack(early);
        }
        var decision = decide.apply(observed);
        synchronized (this) {
            if (cleared) {
                throw new IllegalStateException("action " + actionId + " was cleared twice: bug");
            }
            if (stopped != null) {
                return new Clearance.RollBack(stopped);
            }
            cleared = decision instanceof Clearance.Commit;
            writes = observed.tier() != Tier.READ;
            return decision;
        }
    }

    @Override
    public void onCancel(Runnable cancel) {
        synchronized (this) {
            if (stopped == null) {
                interrupt = cancel;
                return;
            }
        }
        cancel.run();
    }

    /** Stops the action if it has not been cleared yet; true when it will not take effect. */
    public boolean stop(Reason reason, String detail) {
        return stop(Problem.of(reason, detail), Runnable::run);
    }

    /** @param cancels runs what interrupts the action; it is stopped without that, only later */
    boolean stop(Problem problem, Executor cancels) {
        Runnable run;
        synchronized (this) {
            if (cleared) {
                return false;
            }
            if (stopped != null) {
                return true;
            }
            stopped = problem;
            run = interrupt;
        }
        if (run != null) {
            cancels.execute(run);
        }
        return true;
    }

    /** Whether it had the last word and is something that takes effect. */
    synchronized boolean mayTakeEffect() {
        return cleared && writes;
    }

    /** Why it was stopped, or null. */
    public synchronized @Nullable Problem stopped() {
        return stopped;
    }
}
