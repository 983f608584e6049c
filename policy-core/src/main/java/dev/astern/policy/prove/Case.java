package dev.astern.policy.prove;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.policy.Evidence;
import dev.astern.policy.Facts;
import dev.astern.policy.OperationFacts;
import dev.astern.policy.Preview;
import dev.astern.policy.RollbackSafe;
import dev.astern.policy.SessionFacts;
import dev.astern.policy.TargetFacts;
import dev.astern.policy.Used;
import dev.astern.policy.Variable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Facts from the few values that were chosen; the rest is what lets an action through most easily. */
final class Case {
    /** The value of a figure that is there to be unknown. */
    static final String UNKNOWN = "unknown";

    private final Map<Variable, Object> chosen;

    Case(Map<Variable, Object> chosen) {
        this.chosen = chosen;
    }

    /** @param stated the fields that any check asks for */
    Facts facts(Instant businessHour, Set<String> stated) {
        return new Facts(
                operation(),
                session(),
                new TargetFacts(
                        text(Variable.TARGET_NAME), text(Variable.TARGET_KIND), text(Variable.TARGET_ENVIRONMENT)),
                get(Variable.TIME_HOUR) instanceof Instant at ? at : businessHour,
                used(),
                is(Variable.PREVIEW_KNOWN, false) ? Optional.empty() : Optional.of(preview()),
                evidence(stated),
                whole(Variable.RISK, 0).intValue());
    }

    private OperationFacts operation() {
        return new OperationFacts(
                text(Variable.OP_TOOL),
                text(Variable.OP_VERB),
                get(Variable.OP_TIER) instanceof Tier tier ? tier : Tier.READ,
                get(Variable.OP_REVERSIBILITY) instanceof Reversibility reversibility
                        ? reversibility
                        : Reversibility.TRIVIALLY_REVERSIBLE,
                list(Variable.OP_RESOURCES),
                text(Variable.OP_COMMAND),
                text(Variable.OP_ENTRY),
                is(Variable.OP_ROLLBACK_SAFE, false) ? RollbackSafe.NO : RollbackSafe.YES,
                !is(Variable.OP_KNOWN, false));
    }

    private SessionFacts session() {
        return new SessionFacts(
                text(Variable.SESSION_ID),
                text(Variable.AGENT_NAME),
                text(Variable.AGENT_VERSION),
                text(Variable.SESSION_OWNER),
                text(Variable.SESSION_ENVIRONMENT),
                text(Variable.SESSION_WORKFLOW),
                text(Variable.SESSION_STAGE));
    }

    private Used used() {
        var verbs = new HashMap<String, Long>();
        if (get(Variable.USED_VERB) instanceof Map<?, ?> counts) {
            counts.forEach((verb, count) -> verbs.put(
                    ConditionShape.THIS_VERB.equals(verb) ? text(Variable.OP_VERB) : String.valueOf(verb),
                    ((BigDecimal) count).longValue()));
        }
        return new Used(
                verbs,
                Map.of(),
                whole(Variable.USED_ROWS, 0).longValue(),
                get(Variable.USED_AMOUNT) instanceof BigDecimal amount ? amount : BigDecimal.ZERO);
    }

    private Preview preview() {
        return new Preview(
                whole(Variable.PREVIEW_ROWS, 0).longValue(),
                whole(Variable.PREVIEW_INSERTED, 0).longValue(),
                whole(Variable.PREVIEW_UPDATED, 0).longValue(),
                whole(Variable.PREVIEW_DELETED, 0).longValue(),
                list(Variable.PREVIEW_TABLES),
                OptionalDouble.of(get(Variable.PREVIEW_SHARE) instanceof BigDecimal share ? share.doubleValue() : 0),
                get(Variable.PREVIEW_AMOUNT) instanceof BigDecimal amount ? Optional.of(amount) : Optional.empty(),
                text(Variable.PREVIEW_CURRENCY),
                is(Variable.PREVIEW_PERSONAL, true));
    }

    private Evidence evidence(Set<String> stated) {
        var fields = new HashMap<String, Object>();
        stated.forEach(name -> fields.put(name, "stated"));
        var age = get(Variable.EVIDENCE_AGE_SECONDS);
        if (!UNKNOWN.equals(age)) {
            fields.put("age_seconds", age instanceof BigDecimal seconds ? seconds.longValue() : 0L);
        }
        var confidence = get(Variable.EVIDENCE_CONFIDENCE);
        fields.put("confidence", confidence instanceof BigDecimal sure ? sure.doubleValue() : 1.0);
        return new Evidence(whole(Variable.EVIDENCE_SOURCES, 1_000).intValue(), fields);
    }

    private @org.jspecify.annotations.Nullable Object get(Variable variable) {
        return chosen.get(variable);
    }

    private boolean is(Variable variable, boolean value) {
        return get(variable) instanceof Boolean truth && truth == value;
    }

    private String text(Variable variable) {
        return get(variable) instanceof String text ? text : "";
    }

    private Number whole(Variable variable, long otherwise) {
        return get(variable) instanceof BigDecimal number ? number.longValue() : otherwise;
    }

    private List<String> list(Variable variable) {
        return get(variable) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
