package dev.astern.policy.suggest;

import dev.astern.connector.Tier;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One kind as a rule. Names come from agents and tools: what would be more than a plain text in a match, such as a star,
 * becomes a comparison in the condition, where it is nothing but a text.
 */
final class RuleText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 _.:/@-]{0,150}");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final int CONDITION_MAX = 2_000;

    private final Kind kind;
    private final List<String> match = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();

    RuleText(Kind kind) {
        this.kind = kind;
        name("tool", "op.tool", kind.tool());
        name("verb", "op.verb", kind.verb());
        match.add("tier: " + lower(kind.tier()));
        match.add("reversibility: " + lower(kind.reversibility()));
        name("target", "target.name", kind.target());
        name("environment", "target.environment", kind.environment());
        name("workflow", "session.workflow", kind.workflow());
        name("agent", "agent.name", kind.agent());
        if (kind.tier() != Tier.READ) {
            conditions.add(kind.money() ? "preview.has_amount" : "!preview.has_amount");
        }
        if (kind.money() && !CURRENCY.matcher(kind.currency()).matches()) {
            conditions.add("preview.currency == " + quoted(kind.currency()));
        }
    }

    private void name(String key, String variable, String value) {
        if (PLAIN.matcher(value).matches()) {
            match.add(key + ": " + quoted(value));
        } else {
            conditions.add(variable + " == " + quoted(value));
        }
    }

    /** Whether it fits into a rule. */
    boolean possible() {
        return condition().length() <= CONDITION_MAX;
    }

    String allow(String id, Seen seen) {
        var checks = new ArrayList<String>();
        if (kind.tier() != Tier.READ) {
            checks.add("max_rows: " + seen.rowsMax());
        }
        if (kind.tier() != Tier.READ && kind.money()) {
            var amount = seen.amountMax()
                    .setScale(Math.min(6, Math.max(0, seen.amountMax().scale())), RoundingMode.UP);
            var currency = CURRENCY.matcher(kind.currency()).matches() ? " " + kind.currency() : "";
            checks.add("max_amount: " + amount.toPlainString() + currency);
        }
        var require = checks.isEmpty() ? "" : "    require: {" + String.join(", ", checks) + "}\n";
        return head(id) + require + "    decide: allow\n    reason: Seen " + seen.total()
                + " times, and all went well.\n";
    }

    String hold(String id, Seen seen, String why) {
        return head(id) + "    decide: hold\n    reason: " + quoted("Held because " + why + ".") + "\n";
    }

    private String head(String id) {
        var when = conditions.isEmpty() ? "" : "    when: |-\n      " + condition() + "\n";
        return "  - id: " + id + "\n    match:\n      " + String.join("\n      ", match) + "\n" + when;
    }

    private String condition() {
        return String.join(" && ", conditions);
    }

    /** In a form that YAML in double quotes and CEL both read as the very text. */
    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (c < ' ' || c > '~') {
                quoted.append(String.format(Locale.ROOT, "\\U%08x", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
