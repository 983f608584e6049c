package dev.astern.policy.risk;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.policy.Calendar;
import dev.astern.policy.Facts;
import dev.astern.policy.Preview;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How risky an action is, 0 to 100, as a sum of terms that each say why. Nothing that gets worse ever lowers it: more
 * rows, a harder class, a stricter environment, or not knowing.
 *
 * @param value the sum, at most 100
 * @param terms all of them, also those of 0 points
 */
public record RiskScore(int value, List<RiskTerm> terms) {
    public static final int MAX = 100;

    private static final long[] ROWS = {1, 10, 100, 1_000, 10_000};
    private static final int[] ROWS_POINTS = {0, 2, 5, 9, 12, 15};
    private static final double[] SHARE = {0.001, 0.01, 0.1, 0.5};
    private static final int[] SHARE_POINTS = {0, 2, 4, 7, 10};
    private static final long[] AMOUNT = {0, 50, 500, 5_000};
    private static final int[] AMOUNT_POINTS = {0, 4, 8, 12, 15};

    public RiskScore {
        terms = List.copyOf(terms);
    }

    public static RiskScore of(Facts facts) {
        return of(facts, Calendar.DEFAULT);
    }

    /** @param calendar tells business hours, as the policy does */
    public static RiskScore of(Facts facts, Calendar calendar) {
        var terms = new ArrayList<RiskTerm>();
        var op = facts.op();
        terms.add(new RiskTerm("tier", points(op.tier()), "its tier is " + words(op.tier())));
        terms.add(new RiskTerm("reversibility", points(op.reversibility()), "it is " + words(op.reversibility())));
        terms.add(new RiskTerm(
                "unknown_tool", op.known() ? 0 : 10, op.known() ? "the tool is known" : "nobody described the tool"));
        boolean changes = op.tier() != Tier.READ || op.reversibility() != Reversibility.TRIVIALLY_REVERSIBLE;
        if (changes) {
            size(facts, terms);
        }
        terms.add(environment(facts.target().environment()));
        terms.add(hour(facts, calendar));
        terms.add(personal(facts));
        int sum = terms.stream().mapToInt(RiskTerm::points).sum();
        return new RiskScore(Math.min(MAX, sum), terms);
    }

    private static int points(Tier tier) {
        return switch (tier) {
            case READ -> 0;
            case DRAFT -> 4;
            case PROPOSE -> 6;
            case WRITE -> 15;
            case DESTRUCTIVE -> 30;
        };
    }

    private static int points(Reversibility reversibility) {
        return switch (reversibility) {
            case TRIVIALLY_REVERSIBLE -> 0;
            case REVERSIBLE_WITH_STATE -> 8;
            case REVERSIBLE_WITH_BACKUP -> 18;
            case PARTIALLY_REVERSIBLE -> 25;
            case IRREVERSIBLE -> 40;
        };
    }

    private static void size(Facts facts, List<RiskTerm> terms) {
        var preview = facts.preview();
        if (preview.isEmpty()) {
            terms.add(new RiskTerm("rows", 15, "it is not known how many rows it changes"));
            terms.add(new RiskTerm("share", 10, "it is not known what share of a table it changes"));
            terms.add(new RiskTerm("amount", 15, "it is not known how much money it moves"));
            return;
        }
        terms.add(rows(preview.get()));
        terms.add(share(preview.get()));
        terms.add(amount(preview.get()));
    }

    private static RiskTerm rows(Preview preview) {
        int step = 0;
        while (step < ROWS.length && preview.rows() > ROWS[step]) {
            step++;
        }
        return new RiskTerm("rows", ROWS_POINTS[step], "it changes " + preview.rows() + " rows");
    }

    private static RiskTerm share(Preview preview) {
        if (preview.share().isEmpty()) {
            return new RiskTerm("share", 10, "it is not known what share of a table it changes");
        }
        double share = preview.share().getAsDouble();
        int step = 0;
        while (step < SHARE.length && share > SHARE[step]) {
            step++;
        }
        return new RiskTerm(
                "share", SHARE_POINTS[step], String.format(Locale.ROOT, "it changes %.1f%% of a table", share * 100));
    }

    private static RiskTerm amount(Preview preview) {
        if (preview.amountUntold()) {
            return new RiskTerm("amount", 15, "how much money it moves could not be told");
        }
        if (preview.amount().isEmpty()) {
            return new RiskTerm("amount", 0, "it moves no money that is known");
        }
        var amount = preview.amount().get().abs();
        int step = 0;
        while (step < AMOUNT.length && amount.compareTo(BigDecimal.valueOf(AMOUNT[step])) > 0) {
            step++;
        }
        return new RiskTerm(
                "amount",
                AMOUNT_POINTS[step],
                "it moves " + amount.toPlainString() + (" " + preview.currency()).stripTrailing());
    }

    /** A name that nobody knows may be production. */
    private static RiskTerm environment(String name) {
        return switch (name) {
            case "development", "dev", "test", "sandbox" -> new RiskTerm("environment", 0, "the target is for " + name);
            case "staging" -> new RiskTerm("environment", 3, "the target is for staging");
            case "production", "prod" -> new RiskTerm("environment", 10, "the target is in production");
            default ->
                new RiskTerm(
                        "environment",
                        10,
                        name.isEmpty()
                                ? "the target's environment is not told"
                                : "the target's environment, " + name + ", may be production");
        };
    }

    private static RiskTerm hour(Facts facts, Calendar calendar) {
        boolean business = calendar.business(facts.now());
        return new RiskTerm(
                "hour", business ? 0 : 5, business ? "it is business hours" : "it is outside business hours");
    }

    private static RiskTerm personal(Facts facts) {
        if (facts.preview().isEmpty()) {
            return new RiskTerm("personal", 10, "it is not known whether it touches personal data");
        }
        boolean personal = facts.preview().get().personal();
        return new RiskTerm("personal", personal ? 10 : 0, personal ? "it touches personal data" : "no personal data");
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
