package dev.astern.gate;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.policy.Policy;
import dev.astern.policy.PolicyReading;
import dev.astern.storage.PolicyStore;
import dev.astern.storage.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The policy in force, as this node read it a moment ago. */
public final class PolicyBook {
    private final PolicyStore store;
    private final Policy first;
    private final Clock clock;
    private final Duration keep;
    private final AtomicLong generation = new AtomicLong();
    private volatile @Nullable Known known;

    /**
     * @param counts whether a condition asks what sessions have used
     * @param generation when it was read; what was read before another was put in force counts no more
     */
    private record Known(Policy policy, boolean counts, Instant until, long generation) {
        Known(Policy policy, Instant until, long generation) {
            this(policy, asks(policy), until, generation);
        }

        private static boolean asks(Policy policy) {
            return policy.rules().stream()
                    .flatMap(rule -> rule.when().stream())
                    .flatMap(condition -> condition.reads().stream())
                    .anyMatch(variable -> variable.name().startsWith("USED_"));
        }
    }

    /**
     * @param first in force until somebody puts another one there
     * @param keep how long this node may trust what it read
     */
    public PolicyBook(PolicyStore store, Policy first, Clock clock, Duration keep) {
        this.store = store;
        this.first = first;
        this.clock = clock;
        this.keep = keep;
    }

    /**
     * @throws dev.astern.connector.ProblemException {@link Reason#POLICY_UNREADABLE} where it can't be read: nothing runs
     *     then
     */
    public Policy current() {
        var now = clock.instant();
        long current = generation.get();
        var before = known;
        if (before != null && before.generation() == current && now.isBefore(before.until())) {
            return before.policy();
        }
        try {
            var policy = read(before);
            known = before != null && before.policy() == policy
                    ? new Known(policy, before.counts(), now.plus(keep), current)
                    : new Known(policy, now.plus(keep), current);
            return policy;
        } catch (StoreException e) {
            throw Problem.of(Reason.POLICY_UNREADABLE, "the store that keeps the policy does not answer")
                    .toException();
        }
    }

    /**
     * Whether the policy in force asks what sessions have used, so that all of them are counted.
     *
     * @throws dev.astern.connector.ProblemException as {@link #current}
     */
    public boolean counts() {
        current();
        var now = known;
        return now != null && now.counts();
    }

    /** Compiled once, however often it is asked for. */
    private Policy read(@Nullable Known before) {
        var digest = store.inForce();
        if (digest.isEmpty()) {
            return first;
        }
        if (before != null && before.policy().digest().equals(digest.get())) {
            return before.policy();
        }
        return store.byDigest(digest.get())
                .flatMap(kept -> Policy.read(kept.content()) instanceof PolicyReading.Read(var policy)
                        ? java.util.Optional.of(policy)
                        : java.util.Optional.empty())
                .orElseThrow(() -> Problem.of(Reason.POLICY_UNREADABLE, "policy " + digest.get() + " can't be read")
                        .toException());
    }

    /** Somebody has just put another one in force. */
    public void forget() {
        generation.incrementAndGet();
    }
}
