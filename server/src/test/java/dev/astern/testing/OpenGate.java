package dev.astern.testing;

import dev.astern.connector.Problem;
import dev.astern.gate.Gate;
import dev.astern.gate.PolicyBook;
import dev.astern.gate.Quotas;
import dev.astern.gate.Stages;
import dev.astern.gateway.HeldAction;
import dev.astern.gateway.HoldDesk;
import dev.astern.library.RecoveryLibrary;
import dev.astern.model.KeptPolicy;
import dev.astern.model.Limits;
import dev.astern.model.Page;
import dev.astern.model.ReceiptDraft;
import dev.astern.policy.Shipped;
import dev.astern.storage.PolicyStore;
import dev.astern.storage.UseStore;
import dev.astern.storage.WorkflowStore;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A gate under the permissive policy, for tests of what comes after it; it holds nothing. */
public final class OpenGate {
    private OpenGate() {}

    public static Gate at(Clock clock) {
        var book = new PolicyBook(new NoPolicies(), Shipped.PERMISSIVE.policy(), clock, Duration.ofHours(1));
        return new Gate(
                book,
                new Stages(new NoWorkflows(), clock, Duration.ofHours(1)),
                quotas(clock),
                RecoveryLibrary.shipped(),
                clock);
    }

    public static Quotas quotas(Clock clock) {
        return new Quotas(new NoUses(), clock, () -> false);
    }

    /** Where nothing is limited. */
    public static final class NoUses implements UseStore {
        @Override
        public Optional<Reached> take(String sessionId, String actionId, List<Take> takes, Instant now) {
            return Optional.empty();
        }

        @Override
        public void release(String actionId) {
            // Nothing was taken.
        }

        @Override
        public Map<String, BigDecimal> used(String sessionId, String but) {
            return Map.of();
        }

        @Override
        public boolean limit(String sessionId, Limits limits) {
            return false;
        }

        @Override
        public boolean halt(String sessionId, String actionId, String why, Instant at) {
            return false;
        }

        @Override
        public boolean resume(String sessionId) {
            return false;
        }
    }

    private static final class NoPolicies implements PolicyStore {
        @Override
        public Optional<String> inForce() {
            return Optional.empty();
        }

        @Override
        public Optional<KeptPolicy> byDigest(String digest) {
            return Optional.empty();
        }

        @Override
        public void put(KeptPolicy policy) {
            throw new UnsupportedOperationException("no policies are put here");
        }

        @Override
        public Page<KeptPolicy> page(@Nullable String from, int limit) {
            return new Page<>(List.of(), null);
        }
    }

    private static final class NoWorkflows implements WorkflowStore {
        @Override
        public Optional<String> stage(String workflow) {
            return Optional.empty();
        }

        @Override
        public Map<String, String> stages() {
            return Map.of();
        }

        @Override
        public void put(String workflow, String stage, String operator, Instant at) {
            throw new UnsupportedOperationException("no stages are put here");
        }
    }

    /** Where nothing is ever held. */
    public static final class NoDesk implements HoldDesk {
        @Override
        public ReceiptDraft receipt(String requestId, HeldAction held) {
            throw held(held);
        }

        @Override
        public String newId() {
            return "apr_none";
        }

        @Override
        public void ask(String requestId, HeldAction held) {
            throw held(held);
        }

        @Override
        public Problem told(String requestId, HeldAction held) {
            throw held(held);
        }

        private static AssertionError held(HeldAction held) {
            return new AssertionError("held: " + held.ruling());
        }
    }
}
