package dev.astern.policy.suggest;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.policy.Decision;
import dev.astern.policy.suggest.Observation.Outcome;
import dev.astern.policy.suggest.Suggestion.LeftOut;
import dev.astern.policy.suggest.Suggestion.RuleBasis;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes the tightest policy that allows what was seen. What was seen rarely, went wrong, destroys something or can't be
 * taken back exactly is held and never allowed; what is irreversible or unknown stays blocked.
 */
public final class Suggester {
    /** So often something has to have gone well before it is allowed. */
    public static final int OBSERVATIONS_MIN = 20;

    private static final BigDecimal AMOUNT_MAX = new BigDecimal("999999999999999");

    private final String name;
    private final int observationsMin;
    private final Map<Kind, Seen> kinds = new LinkedHashMap<>();
    private final List<RuleBasis> rules = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();

    private Suggester(String name, int observationsMin) {
        this.name = name;
        this.observationsMin = observationsMin;
    }

    /** @param name the policy's name: lower-case letters, digits, dots and dashes */
    public static Suggestion from(String name, int observationsMin, Stream<Observation> observations) {
        var suggester = new Suggester(name, observationsMin);
        observations.forEachOrdered(o -> suggester
                .kinds
                .computeIfAbsent(Kind.of(o.facts()), k -> new Seen())
                .add(o));
        return suggester.suggestion();
    }

    private Suggestion suggestion() {
        var yaml = new StringBuilder("# Suggested from what was seen; read it before you use it.\npolicy: 1\nname: ")
                .append(name)
                .append("\nrules:\n");
        kinds.entrySet().stream()
                .sorted(Comparator.comparingLong(
                                (Map.Entry<Kind, Seen> e) -> e.getValue().total())
                        .reversed())
                .forEachOrdered(e -> yaml.append(rule(e.getKey(), e.getValue())));
        return new Suggestion(rules.isEmpty() ? "" : yaml.toString(), rules, leftOut);
    }

    private String rule(Kind kind, Seen seen) {
        if (!kind.known() || kind.reversibility() == Reversibility.IRREVERSIBLE) {
            return without(kind, seen, kind.known() ? "it is irreversible" : "nobody described the tool");
        }
        var written = new RuleText(kind);
        if (!written.possible()) {
            return without(kind, seen, "its names are too long for a rule");
        }
        var id = "seen-" + (rules.size() + 1);
        var held = held(kind, seen);
        boolean thin = seen.total() < observationsMin;
        rules.add(new RuleBasis(
                id, held.isEmpty() ? Decision.ALLOW : Decision.HOLD, seen.total(), thin, note(kind, seen, held)));
        return held.isEmpty() ? written.allow(id, seen) : written.hold(id, seen, held);
    }

    private String without(Kind kind, Seen seen, String why) {
        leftOut.add(new LeftOut(kind.tool(), kind.verb(), kind.target(), seen.total(), why));
        return "";
    }

    /** Why a person has to look; empty if nobody has to. */
    private String held(Kind kind, Seen seen) {
        if (kind.reversibility().compareTo(Reversibility.REVERSIBLE_WITH_BACKUP) >= 0) {
            return "it can't be taken back exactly";
        }
        if (kind.tier() == Tier.DESTRUCTIVE) {
            return "it destroys something";
        }
        if (seen.total() < observationsMin) {
            return "it was seen only " + seen.total() + " times";
        }
        if (seen.with(Outcome.SUCCEEDED) < seen.total()) {
            return seen.with(Outcome.UNDONE) + " of " + seen.total() + " were undone, " + seen.with(Outcome.FAILED)
                    + " failed, " + seen.with(Outcome.REFUSED) + " were refused";
        }
        if (kind.tier() != Tier.READ && seen.sizeUnknown()) {
            return "its size was not always known";
        }
        return seen.amountMax().compareTo(AMOUNT_MAX) > 0 ? "its amounts are too large for a limit" : "";
    }

    private static String note(Kind kind, Seen seen, String held) {
        if (!held.isEmpty()) {
            return held;
        }
        return kind.tier() == Tier.READ ? "it reads" : "at most " + seen.rowsMax() + " rows were seen";
    }
}
