package dev.astern.gateway;

import dev.astern.connector.Clearance;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.SessionRef;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The last word on one action, and the race between it and whoever wants to stop it: exactly one of them wins. */
public final class ActionExecution implements Execution {
    private final String actionId;
    private final SessionRef session;
    private final Duration timeout;
    private final Function<Observed, Clearance> decide;

    private @Nullable Runnable interrupt;
    private @Nullable Problem stopped;
    private boolean cleared;

    /** @param decide the second decision; run once, and not at all when somebody stopped the action before */
    public ActionExecution(
            String actionId, SessionRef session, Duration timeout, Function<Observed, Clearance> decide) {
        this.actionId = actionId;
        this.session = session;
        this.timeout = timeout;
        this.decide = decide;
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
        Runnable run;
        synchronized (this) {
            if (cleared) {
                return false;
            }
            if (stopped != null) {
                return true;
            }
            stopped = Problem.of(reason, detail);
            run = interrupt;
        }
        if (run != null) {
            run.run();
        }
        return true;
    }

    /** Why it was stopped, or null. */
    public synchronized @Nullable Problem stopped() {
        return stopped;
    }
}
