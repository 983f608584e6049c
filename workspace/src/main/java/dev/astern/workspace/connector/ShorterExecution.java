package dev.astern.workspace.connector;

import dev.astern.connector.Clearance;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.SessionRef;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The same execution with the caller's own, shorter limit. */
record ShorterExecution(Execution whole, Duration timeout) implements Execution {
    static Execution of(Execution whole, @Nullable Duration limit) {
        return limit == null || limit.compareTo(whole.timeout()) >= 0 ? whole : new ShorterExecution(whole, limit);
    }

    @Override
    public String actionId() {
        return whole.actionId();
    }

    @Override
    public SessionRef session() {
        return whole.session();
    }

    @Override
    public boolean bindsBeforeState() {
        return whole.bindsBeforeState();
    }

    @Override
    public Clearance clear(Observed observed) {
        return whole.clear(observed);
    }

    @Override
    public void onCancel(Runnable cancel) {
        whole.onCancel(cancel);
    }
}
