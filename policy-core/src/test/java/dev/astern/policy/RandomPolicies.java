package dev.astern.policy;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** Policies and facts from few words, so that they meet often, and with figures on both sides of every limit. */
public final class RandomPolicies {
    private static final List<String> WORDS = List.of("", "a", "ab", "abc", "b", "ba", "shop", "shop2", "crm");
    private static final List<String> PATTERNS =
            List.of("*", "a*", "ab*", "*b", "a*c", "shop*", "*o*", "a", "ab", "b", "shop", "crm", "zzz", "**", "a*b*");
    private static final long[] LIMITS = {0, 1, 5, 10, 100};

    private final Random random;

    public RandomPolicies(Random random) {
        this.random = random;
    }

    /** One rule as data, and as a line of YAML; the condition has both forms, too. */
    public record Spec(
            Map<String, List<String>> match,
            Optional<Plain> when,
            Map<String, String> require,
            String otherwise,
            String decide,
            int quorum,
            boolean recoveryOwner) {}

    /** A condition as CEL, and as Java. */
    public record Plain(String cel, java.util.function.Predicate<Facts> java) {}

    public List<Spec> specs() {
        var specs = new ArrayList<Spec>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            specs.add(spec());
        }
        return specs;
    }

    public static String yaml(List<Spec> specs) {
        var yaml = new StringBuilder("policy: 1\nname: random\nrules:\n");
        for (int i = 0; i < specs.size(); i++) {
            yaml.append(yaml(i, specs.get(i)));
        }
        return yaml.toString();
    }

    private static String yaml(int i, Spec spec) {
        var rule = new StringBuilder("  - id: r" + i + "\n    decide: " + spec.decide() + "\n");
        if (!spec.match().isEmpty()) {
            rule.append("    match:\n");
            spec.match()
                    .forEach((key, values) -> rule.append("      ")
                            .append(key)
                            .append(": [")
                            .append(String.join(
                                    ", ",
                                    values.stream().map(v -> "'" + v + "'").toList()))
                            .append("]\n"));
        }
        spec.when()
                .ifPresent(
                        w -> rule.append("    when: |-\n      ").append(w.cel()).append('\n'));
        if (!spec.require().isEmpty()) {
            rule.append("    require:\n      otherwise: ")
                    .append(spec.otherwise())
                    .append('\n');
            spec.require()
                    .forEach((key, value) -> rule.append("      ")
                            .append(key)
                            .append(": ")
                            .append(value)
                            .append('\n'));
        }
        return rule + "    approval: {quorum: " + spec.quorum() + ", recovery_owner: " + spec.recoveryOwner() + "}\n";
    }

    private Spec spec() {
        var match = new HashMap<String, List<String>>();
        for (var field : MatchField.values()) {
            if (random.nextInt(6) == 0) {
                match.put(field.key(), some(field.fixed().orElse(PATTERNS)));
            }
        }
        return new Spec(
                match,
                random.nextInt(3) == 0 ? Optional.of(condition(2)) : Optional.empty(),
                random.nextInt(3) == 0 ? checks() : Map.of(),
                random.nextBoolean() ? "hold" : "block",
                one(List.of("allow", "allow", "observe", "hold", "block")),
                1 + random.nextInt(3),
                random.nextBoolean());
    }

    private Map<String, String> checks() {
        var checks = new HashMap<String, String>();
        while (checks.isEmpty()) {
            maybe(checks, "evidence", one(List.of("[f]", "[f, g]")));
            maybe(checks, "sources", one(List.of("1", "2", "5")));
            maybe(checks, "max_age", one(List.of("10s", "1m", "100s")));
            maybe(checks, "min_confidence", one(List.of("0", "0.5", "0.9", "1")));
            maybe(checks, "business_hours", "true");
            maybe(checks, "max_amount", one(List.of("1", "5 GBP", "10.50", "100 EUR")));
            maybe(checks, "max_rows", one(List.of("0", "1", "5", "100")));
            maybe(checks, "max_share", one(List.of("0", "0.5", "1")));
            maybe(checks, "rollback_safe", "true");
        }
        return checks;
    }

    private void maybe(Map<String, String> checks, String key, String value) {
        if (random.nextInt(6) == 0) {
            checks.put(key, value);
        }
    }

    private Plain condition(int depth) {
        if (depth > 0 && random.nextInt(2) == 0) {
            var a = condition(depth - 1);
            var b = condition(depth - 1);
            return switch (random.nextInt(3)) {
                case 0 ->
                    new Plain(
                            "(" + a.cel() + " && " + b.cel() + ")",
                            f -> a.java().test(f) && b.java().test(f));
                case 1 ->
                    new Plain(
                            "(" + a.cel() + " || " + b.cel() + ")",
                            f -> a.java().test(f) || b.java().test(f));
                default -> new Plain("!(" + a.cel() + ")", f -> !a.java().test(f));
            };
        }
        return atom();
    }

    private Plain atom() {
        long limit = LIMITS[random.nextInt(LIMITS.length)];
        var word = one(WORDS);
        var tier = one(MatchField.Names.TIERS);
        return switch (random.nextInt(12)) {
            case 0 -> new Plain("preview.rows > " + limit, f -> rows(f) > limit);
            case 1 -> new Plain("preview.rows <= " + limit, f -> rows(f) <= limit);
            case 2 -> new Plain("preview.amount < " + limit + ".0", f -> amount(f) < limit);
            case 3 -> new Plain("op.verb == '" + word + "'", f -> f.op().verb().equals(word));
            case 4 ->
                new Plain(
                        "target.name != '" + word + "'", f -> !f.target().name().equals(word));
            case 5 -> new Plain("time.business", f -> Calendar.DEFAULT.business(f.now()));
            case 6 -> new Plain("risk >= " + limit, f -> f.risk() >= limit);
            case 7 -> new Plain("used.rows < " + limit, f -> f.used().rows() < limit);
            case 8 ->
                new Plain(
                        "at_least(op.tier, '" + tier + "')",
                        f -> f.op().tier().compareTo(Tier.valueOf(tier.toUpperCase(java.util.Locale.ROOT))) >= 0);
            case 9 ->
                new Plain(
                        "preview.personal",
                        f -> f.preview().map(Preview::personal).orElse(true));
            case 10 ->
                new Plain(
                        "count(used.verb, op.verb) >= " + limit,
                        f -> f.used().verbs().getOrDefault(f.op().verb(), 0L) >= limit);
            default ->
                new Plain("evidence.sources == " + limit, f -> f.evidence().sources() == limit);
        };
    }

    private static long rows(Facts facts) {
        return facts.preview().map(Preview::rows).orElse(Long.MAX_VALUE);
    }

    private static double amount(Facts facts) {
        return facts.preview()
                .flatMap(Preview::amount)
                .map(BigDecimal::doubleValue)
                .orElse(Double.POSITIVE_INFINITY);
    }

    public Facts facts() {
        var op = new OperationFacts(
                one(WORDS),
                one(WORDS),
                one(List.of(Tier.values())),
                one(List.of(Reversibility.values())),
                some(WORDS),
                one(WORDS),
                one(WORDS),
                one(List.of(RollbackSafe.values())),
                random.nextInt(8) != 0);
        var stage = random.nextInt(3) == 0 ? "" : one(MatchField.Names.STAGES);
        return new Facts(
                op,
                new SessionFacts("s", one(WORDS), one(WORDS), one(WORDS), one(WORDS), one(WORDS), stage),
                new TargetFacts(one(WORDS), one(WORDS), one(WORDS)),
                Given.WEDNESDAY_NOON.plus(Duration.ofHours(random.nextInt(24 * 7))),
                new Used(Map.of(one(WORDS), figure()), Map.of(), figure(), BigDecimal.valueOf(figure())),
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(preview()),
                evidence(),
                random.nextInt(101));
    }

    private Preview preview() {
        return new Preview(
                figure(),
                0,
                0,
                0,
                some(WORDS),
                random.nextInt(4) == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(one(List.of(0.0, 0.49, 0.5, 0.51, 1.0))),
                random.nextInt(3) == 0
                        ? Optional.empty()
                        : Optional.of(
                                new BigDecimal(one(List.of("0", "1", "1.0", "5.00", "10.5", "10.51", "100", "101")))),
                one(List.of("", "GBP", "EUR")),
                random.nextBoolean());
    }

    private Evidence evidence() {
        var fields = new HashMap<String, Object>();
        if (random.nextBoolean()) {
            fields.put("f", one(List.of("x", " ", 3)));
        }
        if (random.nextBoolean()) {
            fields.put("g", "y");
        }
        if (random.nextInt(3) != 0) {
            fields.put("age_seconds", one(List.of(-1L, 0L, 10L, 11L, 60L, 61L, 100L, 101L)));
        }
        if (random.nextInt(3) != 0) {
            fields.put("confidence", one(List.of(-0.1, 0.0, 0.5, 0.89, 0.9, 1.0, 1.1)));
        }
        return new Evidence(random.nextInt(7), fields);
    }

    private long figure() {
        return Math.max(0, LIMITS[random.nextInt(LIMITS.length)] + random.nextInt(3) - 1);
    }

    private <T> T one(List<T> among) {
        return among.get(random.nextInt(among.size()));
    }

    private List<String> some(List<String> among) {
        var some = new ArrayList<String>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            some.add(one(among));
        }
        return some.stream().distinct().toList();
    }
}
