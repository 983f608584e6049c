package dev.astern.connector.testkit;

import dev.astern.connector.Clearance;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.SessionRef;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a gateway lends for one action, with the last word written down beforehand. */
public final class TestExecution implements Execution {
    /** In whose name all of it is done; a connector that makes logins for it ends them by this. */
    public static final SessionRef SESSION = new SessionRef("ses_contract", Instant.parse("2100-01-01T00:00:00Z"));

    private final String actionId;
    private final Duration timeout;
    private final Function<Observed, Clearance> clearing;
    private @Nullable Observed asked;
    private @Nullable Runnable cancel;

    public TestExecution(String actionId, Duration timeout, Function<Observed, Clearance> clearing) {
        this.actionId = actionId;
        this.timeout = timeout;
        this.clearing = clearing;
    }

    /** Cleared without limit. */
    public static TestExecution cleared(String actionId) {
        return new TestExecution(actionId, Duration.ofSeconds(20), observed -> new Clearance.Commit());
    }

    /** Refused, as by a stop. */
    public static TestExecution refused(String actionId) {
        return new TestExecution(
                actionId,
                Duration.ofSeconds(20),
                observed -> new Clearance.RollBack(Problem.of(Reason.STOPPED, "a stop is in force")));
    }

    /** Cleared, but so that the right to write is over by then. */
    public static TestExecution late(String actionId) {
        return new TestExecution(
                actionId,
                Duration.ofSeconds(20),
                observed -> new Clearance.Commit(OptionalLong.of(System.nanoTime() - 1)));
    }

    @Override
    public String actionId() {
        return actionId;
    }

    @Override
    public SessionRef session() {
        return SESSION;
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
    public synchronized Clearance clear(Observed observed) {
        if (asked != null) {
            throw new AssertionError("cleared twice");
        }
        asked = observed;
        return clearing.apply(observed);
    }

    /** What clearance was asked with, or null where it was not. */
    public synchronized @Nullable Observed asked() {
        return asked;
    }

    @Override
    public synchronized void onCancel(Runnable run) {
        cancel = run;
    }

    /** What was registered to interrupt it, or null. */
    public synchronized @Nullable Runnable cancel() {
        return cancel;
    }
}
