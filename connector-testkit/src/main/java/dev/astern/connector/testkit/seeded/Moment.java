package dev.astern.connector.testkit.seeded;

import dev.astern.connector.Clearance;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.SessionRef;
import dev.astern.connector.testkit.Scheduler;
import dev.astern.connector.testkit.TestExecution;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a gateway lends for one action, and what happens in the moment between the connector's look and its write. */
final class Moment implements Execution {
    /** What happens then. */
    enum Kind {
        CLEARED,
        /** The last word is no. */
        REFUSED,
        /** It is cleared, and the right is over by then. */
        LATE,
        /** The caller goes away before anything was done. */
        CANCELLED_AT_ONCE,
        /** The caller goes away when everything is ready. */
        CANCELLED,
        /** A person writes. */
        MEANWHILE,
        /** The process ends. */
        KILLED;

        /** Whether it may take effect. */
        boolean mayCommit() {
            return this == CLEARED || this == MEANWHILE;
        }
    }

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int BLOCKED_MS = 100;

    private final String actionId;
    private final Kind kind;
    private final Duration timeout;
    private final @Nullable FutureTask<Boolean> edit;
    private @Nullable Runnable cancel;
    private boolean asked;
    private boolean first;

    private Moment(String actionId, Kind kind, Duration timeout, @Nullable FutureTask<Boolean> edit) {
        this.actionId = actionId;
        this.kind = kind;
        this.timeout = timeout;
        this.edit = edit;
    }

    static Moment of(String actionId, Kind kind) {
        return new Moment(actionId, kind, LONG, null);
    }

    /** Cleared; but who waits for an answer that never comes waits no longer than this. */
    static Moment within(String actionId, Duration timeout) {
        return new Moment(actionId, Kind.CLEARED, timeout, null);
    }

    /** @param edit what a person does in that moment; whether it could be done */
    static Moment meanwhile(String actionId, FutureTask<Boolean> edit) {
        return new Moment(actionId, Kind.MEANWHILE, LONG, edit);
    }

    @Override
    public String actionId() {
        return actionId;
    }

    @Override
    public SessionRef session() {
        return TestExecution.SESSION;
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public boolean bindsBeforeState() {
        return true;
    }

    @Override
    public void onCancel(Runnable run) {
        cancel = run;
        if (kind == Kind.CANCELLED_AT_ONCE) {
            elsewhere(run);
        }
    }

    @Override
    public Clearance clear(Observed observed) {
        if (asked) {
            throw new AssertionError(actionId + " was cleared twice");
        }
        asked = true;
        return switch (kind) {
            case CLEARED -> new Clearance.Commit();
            case LATE -> new Clearance.Commit(OptionalLong.of(System.nanoTime() - 1));
            case REFUSED -> new Clearance.RollBack(Problem.of(Reason.STOPPED, "a stop is in force"));
            case CANCELLED_AT_ONCE -> new Clearance.RollBack(Problem.of(Reason.CANCELLED, "the caller went away"));
            case CANCELLED -> {
                if (cancel != null) {
                    elsewhere(cancel);
                }
                yield new Clearance.RollBack(Problem.of(Reason.CANCELLED, "the caller went away"));
            }
            case MEANWHILE -> edited();
            case KILLED -> throw new Scheduler.Killed();
        };
    }

    /** A target that holds the resource lets the person in afterwards, which is as good. */
    private Clearance edited() {
        if (edit != null) {
            Thread.ofVirtual().start(edit);
            try {
                edit.get(BLOCKED_MS, TimeUnit.MILLISECONDS);
                first = true;
            } catch (TimeoutException e) {
                first = false;
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(e);
            }
        }
        return new Clearance.Commit();
    }

    private static void elsewhere(Runnable run) {
        try {
            Thread.ofPlatform().start(run).join();
        } catch (InterruptedException e) {
            // That is what it does where it interrupts who waits.
            Thread.currentThread().interrupt();
        }
    }

    Kind kind() {
        return kind;
    }

    /** Whether clearance was asked for. */
    boolean asked() {
        return asked;
    }

    /** Whether the person was done before the connector could write. */
    boolean first() {
        return first;
    }

    @Override
    public String toString() {
        return kind.toString();
    }
}
