package dev.astern.library.entry;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A condition that a machine can check: terms joined by {@code and}. A term is {@code unchanged}, {@code exists},
 * {@code captured}, {@code within 24h}, or a comparison of a placeholder with a number or a quoted text:
 * {@code {previous_count} > 0}, {@code {state} = 'draft'}.
 */
public record RollbackCheck(String text, List<Term> terms) {
    private static final Pattern COMPARISON = Pattern.compile(
            "\\{([a-z][a-z0-9_]{0,49})} (=|!=|<|<=|>|>=) (?:'([^']*)'|(-?[0-9]{1,18}(?:\\.[0-9]{1,9})?))");

    /** One condition. */
    public sealed interface Term {
        record Fact(Name name) implements Term {}

        record Within(Duration most, String text) implements Term {}

        record Compares(String placeholder, String operator, String to, boolean number) implements Term {}
    }

    /** Facts with a name. */
    public enum Name {
        UNCHANGED,
        EXISTS,
        CAPTURED
    }

    public RollbackCheck {
        terms = List.copyOf(terms);
    }

    public static Optional<RollbackCheck> of(String text) {
        var terms = new ArrayList<Term>();
        for (var part : text.strip().split("\\s+and\\s+", -1)) {
            var term = term(part.strip());
            if (term.isEmpty()) {
                return Optional.empty();
            }
            terms.add(term.get());
        }
        return Optional.of(new RollbackCheck(text, terms));
    }

    private static Optional<Term> term(String text) {
        for (var name : Name.values()) {
            if (text.equals(name.name().toLowerCase(java.util.Locale.ROOT))) {
                return Optional.of(new Term.Fact(name));
            }
        }
        if (text.startsWith("within ")) {
            return RecoveryTime.duration(text.substring(7)).map(d -> new Term.Within(d, text.substring(7)));
        }
        var comparison = COMPARISON.matcher(text);
        if (!comparison.matches()) {
            return Optional.empty();
        }
        var name = String.valueOf(comparison.group(1));
        var operator = String.valueOf(comparison.group(2));
        return compares(name, operator, comparison.group(3), comparison.group(4));
    }

    private static Optional<Term> compares(
            String name, String operator, @Nullable String string, @Nullable String number) {
        if (string != null) {
            return operator.equals("=") || operator.equals("!=")
                    ? Optional.of(new Term.Compares(name, operator, string, false))
                    : Optional.empty();
        }
        return Optional.ofNullable(number).map(n -> new Term.Compares(name, operator, n, true));
    }

    public Set<String> placeholders() {
        var names = new LinkedHashSet<String>();
        terms.forEach(term -> {
            if (term instanceof Term.Compares compares) {
                names.add(compares.placeholder());
            }
        });
        return names;
    }

    /**
     * Whether all terms hold. One that fails makes it unsafe whatever is unknown.
     *
     * @param values of placeholders, as text
     */
    public Safety holds(RollbackFacts facts, Function<String, Optional<String>> values) {
        Safety all = new Safety.Safe();
        for (var term : terms) {
            var safety = switch (term) {
                case Term.Fact fact -> fact(fact.name(), facts);
                case Term.Within within -> within(within, facts);
                case Term.Compares compares ->
                    values.apply(compares.placeholder())
                            .map(value -> compare(compares, value))
                            .orElseGet(() -> new Safety.Unknown("the value of {" + compares.placeholder() + "}"));
            };
            if (safety instanceof Safety.Unsafe) {
                return safety;
            }
            all = safety instanceof Safety.Unknown ? safety : all;
        }
        return all;
    }

    private static Safety fact(Name name, RollbackFacts facts) {
        var known = switch (name) {
            case UNCHANGED -> facts.unchanged();
            case EXISTS -> facts.exists();
            case CAPTURED -> facts.captured();
        };
        var what = switch (name) {
            case UNCHANGED -> "it still holds what the agent left";
            case EXISTS -> "it still exists";
            case CAPTURED -> "its state from before was captured";
        };
        return known.<Safety>map(yes -> yes ? new Safety.Safe() : new Safety.Unsafe("not true that " + what))
                .orElseGet(() -> new Safety.Unknown("whether " + what));
    }

    private static Safety within(Term.Within within, RollbackFacts facts) {
        return facts.since()
                .<Safety>map(since -> since.compareTo(within.most()) <= 0
                        ? new Safety.Safe()
                        : new Safety.Unsafe("more than " + within.text() + " have passed"))
                .orElseGet(() -> new Safety.Unknown("how long ago it was"));
    }

    private static Safety compare(Term.Compares term, String value) {
        if (term.number() && !value.matches("-?[0-9]{1,40}(?:\\.[0-9]{1,40})?")) {
            return new Safety.Unsafe("{" + term.placeholder() + "} is no number");
        }
        int order =
                term.number() ? new BigDecimal(value).compareTo(new BigDecimal(term.to())) : value.compareTo(term.to());
        boolean holds = switch (term.operator()) {
            case "=" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
        return holds
                ? new Safety.Safe()
                : new Safety.Unsafe("not true that {" + term.placeholder() + "} " + term.operator() + " " + term.to());
    }
}
