package dev.astern.policy;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Facts and policies for tests, each with one thing changed. */
public final class Given {
    /** A Wednesday, in business hours. */
    public static final Instant WEDNESDAY_NOON = Instant.parse("2026-11-18T12:00:00Z");

    private Given() {}

    public static Facts write() {
        return facts(Tier.WRITE, Reversibility.REVERSIBLE_WITH_STATE);
    }

    public static Facts facts(Tier tier, Reversibility reversibility) {
        return facts(op(tier, reversibility, true));
    }

    public static Facts facts(OperationFacts op) {
        return new Facts(
                op,
                new SessionFacts("ses_1", "refund-bot", "refund-bot@14", "olga", "production", "refunds", ""),
                new TargetFacts("shop", "postgresql", "production"),
                WEDNESDAY_NOON,
                Used.NOTHING,
                Optional.empty(),
                Evidence.NONE,
                10);
    }

    public static OperationFacts op(Tier tier, Reversibility reversibility, boolean known) {
        return new OperationFacts(
                "run_sql",
                "update",
                tier,
                reversibility,
                List.of("public.orders"),
                "UPDATE orders SET status = 'paid' WHERE id = 1",
                "",
                RollbackSafe.UNKNOWN,
                known);
    }

    public static Preview rows(long rows) {
        return new Preview(
                rows, 0, rows, 0, List.of("public.orders"), OptionalDouble.of(0.01), Optional.empty(), "", false);
    }

    public static Preview amount(String amount, String currency) {
        return new Preview(
                1,
                0,
                1,
                0,
                List.of("public.orders"),
                OptionalDouble.of(0.01),
                Optional.of(new BigDecimal(amount)),
                currency,
                false);
    }

    public static Facts at(Facts f, Instant now) {
        return new Facts(f.op(), f.session(), f.target(), now, f.used(), f.preview(), f.evidence(), f.risk());
    }

    public static Facts stating(Facts f, int sources, Map<String, Object> fields) {
        return new Facts(
                f.op(),
                f.session(),
                f.target(),
                f.now(),
                f.used(),
                f.preview(),
                new Evidence(sources, fields),
                f.risk());
    }

    public static Facts used(Facts f, Used used) {
        return new Facts(f.op(), f.session(), f.target(), f.now(), used, f.preview(), f.evidence(), f.risk());
    }

    public static Policy policy(String yaml) {
        return switch (Policy.read(yaml)) {
            case PolicyReading.Read(var policy) -> policy;
            case PolicyReading.Malformed(var findings) -> throw new AssertionError("not read: " + findings);
        };
    }

    /** A policy of one rule; its lines are indented by four. */
    public static Policy rule(String lines) {
        return policy("policy: 1\nname: test\nrules:\n  - id: the-rule\n" + lines.indent(4));
    }

    public static List<Finding> findings(String yaml) {
        return switch (Policy.read(yaml)) {
            case PolicyReading.Read(var policy) -> throw new AssertionError("read: " + policy.name());
            case PolicyReading.Malformed(var findings) -> findings;
        };
    }
}
