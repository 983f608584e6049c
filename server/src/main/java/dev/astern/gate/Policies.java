package dev.astern.gate;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.evidence.Recorder;
import dev.astern.model.KeptPolicy;
import dev.astern.model.Operator;
import dev.astern.model.Page;
import dev.astern.model.ReceiptDraft;
import dev.astern.model.ReceiptType;
import dev.astern.policy.Finding;
import dev.astern.policy.Policy;
import dev.astern.policy.PolicyReading;
import dev.astern.storage.PolicyStore;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts policies in force. One with errors is refused, and the one before stays. */
public final class Policies {
    /** The chain of what belongs to no session. */
    private static final String CHAIN = "log";

    private static final int LISTED = 20;

    private final PolicyBook book;
    private final PolicyStore store;
    private final Recorder recorder;
    private final Clock clock;

    public Policies(PolicyBook book, PolicyStore store, Recorder recorder, Clock clock) {
        this.book = book;
        this.store = store;
        this.recorder = recorder;
        this.clock = clock;
    }

    public Policy current() {
        return book.current();
    }

    /** Where the one in force came from; empty for the one that Astern ships. */
    public java.util.Optional<KeptPolicy> kept() {
        return store.inForce().flatMap(store::byDigest);
    }

    /** Latest first. */
    public Page<KeptPolicy> page(@Nullable String from, int limit) {
        return store.page(from, limit);
    }

    /**
     * Puts a policy in force: here at once, on other nodes within the time that they may trust what they read.
     *
     * @throws dev.astern.connector.ProblemException {@link Reason#POLICY_INVALID} with its findings
     */
    public Policy put(Operator by, String yaml) {
        return switch (Policy.read(yaml)) {
            case PolicyReading.Read(var policy) -> put(by, yaml, policy);
            case PolicyReading.Malformed(var findings) ->
                throw invalid(findings).toException();
        };
    }

    /**
     * Reads a candidate.
     *
     * @throws dev.astern.connector.ProblemException {@link Reason#POLICY_INVALID} with its findings
     */
    public Policy read(String yaml) {
        return switch (Policy.read(yaml)) {
            case PolicyReading.Read(var policy) -> policy;
            case PolicyReading.Malformed(var findings) ->
                throw invalid(findings).toException();
        };
    }

    private Policy put(Operator by, String yaml, Policy policy) {
        var body = new HashMap<String, @Nullable Object>();
        body.put("digest", policy.digest());
        body.put("name", policy.name());
        body.put("operator", by.id());
        recorder.record(new ReceiptDraft(
                CHAIN,
                null,
                ReceiptType.POLICY,
                clock.instant(),
                body,
                new HashMap<>(Map.of("operator_name", by.name(), "content", yaml))));
        store.put(new KeptPolicy(
                0, policy.digest(), policy.name(), String.valueOf(policy.version()), yaml, clock.instant(), by.id()));
        book.forget();
        return policy;
    }

    private static Problem invalid(List<Finding> findings) {
        var listed = findings.stream().limit(LISTED).map(Finding::toString).collect(Collectors.joining("\n"));
        return Problem.of(Reason.POLICY_INVALID, findings.size() + " findings; the first: " + findings.getFirst())
                .with("findings", listed);
    }
}
