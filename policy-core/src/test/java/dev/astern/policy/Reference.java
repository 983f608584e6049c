package dev.astern.policy;

import dev.astern.connector.Reversibility;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What a policy means, said as plainly as can be and without a line of the evaluator: slow, and obviously so. */
final class Reference {
    private final List<RandomPolicies.Spec> rules;

    Reference(List<RandomPolicies.Spec> rules) {
        this.rules = rules;
    }

    /** The rule's number, or −1, and the decision. */
    record Answer(int rule, String decision) {}

    Answer decide(Facts facts) {
        for (int i = 0; i < rules.size(); i++) {
            var rule = rules.get(i);
            if (matches(rule.match(), facts)
                    && rule.when().map(w -> w.java().test(facts)).orElse(true)) {
                return new Answer(i, floor(rule, facts, checked(rule, facts)));
            }
        }
        return new Answer(-1, "block");
    }

    private static boolean matches(Map<String, List<String>> match, Facts f) {
        for (var field : match.entrySet()) {
            var value = switch (field.getKey()) {
                case "tool" -> f.op().tool();
                case "verb" -> f.op().verb();
                case "tier" -> f.op().tier().toString().toLowerCase(java.util.Locale.ROOT);
                case "reversibility" -> f.op().reversibility().toString().toLowerCase(java.util.Locale.ROOT);
                case "target" -> f.target().name();
                case "target_kind" -> f.target().kind();
                case "environment" -> f.target().environment();
                case "workflow" -> f.session().workflow();
                case "stage" -> f.session().stage();
                case "agent" -> f.session().agent();
                case "agent_version" -> f.session().agentVersion();
                case "entry" -> f.op().entryId();
                default -> throw new AssertionError(field.getKey());
            };
            if (field.getValue().stream().noneMatch(p -> value.matches(p.replace("*", ".*")))) {
                return false;
            }
        }
        return true;
    }

    private static String checked(RandomPolicies.Spec rule, Facts f) {
        boolean met = rule.require().entrySet().stream().allMatch(check -> met(check.getKey(), check.getValue(), f));
        return met || rule.decide().equals("block") ? rule.decide() : rule.otherwise();
    }

    private static boolean met(String check, String limit, Facts f) {
        var fields = f.evidence().fields();
        return switch (check) {
            case "evidence" -> present(fields, "f") && (limit.equals("[f]") || present(fields, "g"));
            case "sources" -> f.evidence().sources() >= Integer.parseInt(limit);
            case "max_age" ->
                fields.get("age_seconds") instanceof Long age
                        && age >= 0
                        && age
                                <= switch (limit) {
                                    case "10s" -> 10;
                                    case "1m" -> 60;
                                    default -> 100;
                                };
            case "min_confidence" ->
                fields.get("confidence") instanceof Double sure
                        && sure >= 0
                        && sure <= 1
                        && sure >= Double.parseDouble(limit);
            case "business_hours" -> {
                var at = f.now().atZone(java.time.ZoneOffset.UTC);
                yield at.getDayOfWeek().getValue() <= 5 && at.getHour() >= 9 && at.getHour() < 17;
            }
            case "max_amount" -> {
                var parts = limit.split(" ", -1);
                yield f.preview().isPresent()
                        && f.preview().get().amount().isPresent()
                        && f.preview().get().amount().get().compareTo(new BigDecimal(parts[0])) <= 0
                        && (parts.length == 1 || f.preview().get().currency().equals(parts[1]));
            }
            case "max_rows" -> f.preview().isPresent() && f.preview().get().rows() <= Long.parseLong(limit);
            case "max_share" ->
                f.preview().isPresent()
                        && f.preview().get().share().isPresent()
                        && f.preview().get().share().getAsDouble() <= Double.parseDouble(limit);
            case "rollback_safe" -> f.op().rollbackSafe() == RollbackSafe.YES;
            default -> throw new AssertionError(check);
        };
    }

    private static boolean present(Map<String, Object> fields, String name) {
        return fields.containsKey(name) && !fields.get(name).toString().isBlank();
    }

    private static String floor(RandomPolicies.Spec rule, Facts f, String decision) {
        boolean runs = decision.equals("allow") || decision.equals("observe");
        if (f.op().reversibility() == Reversibility.IRREVERSIBLE) {
            return decision.equals("hold") && rule.quorum() >= 2 && rule.recoveryOwner() ? "hold" : "block";
        }
        boolean exact = f.op().reversibility() == Reversibility.TRIVIALLY_REVERSIBLE
                || f.op().reversibility() == Reversibility.REVERSIBLE_WITH_STATE;
        return runs && !exact ? "hold" : decision;
    }
}
