package dev.astern.workspace;

import dev.astern.connector.Clearance;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.SessionRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A gateway of few words: remembers what was observed, and says what the test wants. */
final class FakeExecution implements Execution {
    private final String actionId;
    private final Function<Observed, Clearance> word;
    private final Duration timeout;
    final List<Observed> asked = new ArrayList<>();
    volatile Runnable cancel = () -> {};

    FakeExecution(String actionId, Duration timeout, Function<Observed, Clearance> word) {
        this.actionId = actionId;
        this.timeout = timeout;
        this.word = word;
    }

    static FakeExecution of(String actionId) {
        return new FakeExecution(actionId, Duration.ofSeconds(30), observed -> new Clearance.Commit());
    }

    static FakeExecution of(String actionId, Function<Observed, Clearance> word) {
        return new FakeExecution(actionId, Duration.ofSeconds(30), word);
    }

    @Override
    public String actionId() {
        return actionId;
    }

    @Override
    public SessionRef session() {
        return new SessionRef("ses_1", Instant.MAX);
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public Clearance clear(Observed observed) {
        asked.add(observed);
        return word.apply(observed);
    }

    @Override
    public void onCancel(Runnable interrupt) {
        cancel = interrupt;
    }
}
