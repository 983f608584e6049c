package dev.astern.policy;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A name that conditions may use. Each is declared with its type, so that a misspelt one is found when the policy is read
 * and not at the action that it should have stopped.
 */
public enum Variable {
    OP_TOOL("op.tool", SimpleType.STRING, s -> s.facts().op().tool()),
    OP_VERB("op.verb", SimpleType.STRING, s -> s.facts().op().verb()),
    OP_TIER("op.tier", SimpleType.STRING, s -> MatchField.TIER.of(s.facts())),
    OP_REVERSIBILITY("op.reversibility", SimpleType.STRING, s -> MatchField.REVERSIBILITY.of(s.facts())),
    OP_RESOURCES(
            "op.resources",
            ListType.create(SimpleType.STRING),
            s -> s.facts().op().resources()),
    OP_COMMAND("op.command", SimpleType.STRING, s -> s.facts().op().command()),
    OP_ENTRY("op.entry", SimpleType.STRING, s -> s.facts().op().entryId()),
    OP_KNOWN("op.known", SimpleType.BOOL, s -> s.facts().op().known()),
    OP_ROLLBACK_SAFE("op.rollback_safe", SimpleType.BOOL, s -> s.facts().op().rollbackSafe() == RollbackSafe.YES),

    SESSION_ID("session.id", SimpleType.STRING, s -> s.facts().session().id()),
    SESSION_OWNER("session.owner", SimpleType.STRING, s -> s.facts().session().owner()),
    SESSION_ENVIRONMENT(
            "session.environment", SimpleType.STRING, s -> s.facts().session().environment()),
    SESSION_WORKFLOW(
            "session.workflow", SimpleType.STRING, s -> s.facts().session().workflow()),
    SESSION_STAGE("session.stage", SimpleType.STRING, s -> s.facts().session().stage()),
    AGENT_NAME("agent.name", SimpleType.STRING, s -> s.facts().session().agent()),
    AGENT_VERSION("agent.version", SimpleType.STRING, s -> s.facts().session().agentVersion()),

    TARGET_NAME("target.name", SimpleType.STRING, s -> s.facts().target().name()),
    TARGET_KIND("target.kind", SimpleType.STRING, s -> s.facts().target().kind()),
    TARGET_ENVIRONMENT(
            "target.environment", SimpleType.STRING, s -> s.facts().target().environment()),

    TIME_HOUR("time.hour", SimpleType.INT, s -> (long) s.time().getHour()),
    TIME_MINUTE("time.minute", SimpleType.INT, s -> (long) s.time().getMinute()),
    TIME_WEEKDAY("time.weekday", SimpleType.STRING, Variable::weekday),
    TIME_BUSINESS(
            "time.business",
            SimpleType.BOOL,
            s -> s.calendar().business(s.facts().now())),

    USED_VERB(
            "used.verb",
            MapType.create(SimpleType.STRING, SimpleType.INT),
            s -> s.facts().used().verbs()),
    USED_TARGET(
            "used.target",
            MapType.create(SimpleType.STRING, SimpleType.INT),
            s -> s.facts().used().targets()),
    USED_ROWS("used.rows", SimpleType.INT, s -> s.facts().used().rows()),
    USED_AMOUNT("used.amount", SimpleType.DOUBLE, s -> s.facts().used().amount().doubleValue()),

    PREVIEW_KNOWN("preview.known", SimpleType.BOOL, s -> s.preview().isPresent()),
    PREVIEW_ROWS("preview.rows", SimpleType.INT, s -> count(s, Preview::rows)),
    PREVIEW_INSERTED("preview.inserted", SimpleType.INT, s -> count(s, Preview::inserted)),
    PREVIEW_UPDATED("preview.updated", SimpleType.INT, s -> count(s, Preview::updated)),
    PREVIEW_DELETED("preview.deleted", SimpleType.INT, s -> count(s, Preview::deleted)),
    PREVIEW_TABLES(
            "preview.tables",
            ListType.create(SimpleType.STRING),
            s -> s.preview().map(Preview::tables).orElse(List.of())),
    PREVIEW_SHARE(
            "preview.share",
            SimpleType.DOUBLE,
            s -> s.preview().map(p -> p.share().orElse(1)).orElse(1.0)),
    PREVIEW_HAS_AMOUNT(
            "preview.has_amount",
            SimpleType.BOOL,
            s -> s.preview()
                    .map(p -> p.amount().isPresent() || p.amountUntold())
                    .orElse(false)),
    PREVIEW_AMOUNT(
            "preview.amount", SimpleType.DOUBLE, s -> Scope.number(s.preview().flatMap(Preview::amount))),
    PREVIEW_CURRENCY(
            "preview.currency",
            SimpleType.STRING,
            s -> s.preview().map(Preview::currency).orElse("")),
    PREVIEW_PERSONAL(
            "preview.personal",
            SimpleType.BOOL,
            s -> s.preview().map(Preview::personal).orElse(true)),

    EVIDENCE_SOURCES(
            "evidence.sources", SimpleType.INT, s -> (long) s.facts().evidence().sources()),
    EVIDENCE_FIELDS(
            "evidence.fields",
            MapType.create(SimpleType.STRING, SimpleType.DYN),
            s -> s.facts().evidence().fields()),
    EVIDENCE_AGE_SECONDS("evidence.age_seconds", SimpleType.INT, Variable::ageSeconds),
    EVIDENCE_CONFIDENCE(
            "evidence.confidence",
            SimpleType.DOUBLE,
            s -> s.facts().evidence().confidence().orElse(0.0)),

    RISK("risk", SimpleType.INT, Variable::risk);

    static final Map<String, Variable> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Variable::text, v -> v));

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // CEL's types are immutable.
    private final CelType type;

    @SuppressWarnings("ImmutableEnumChecker") // The functions hold no state.
    private final Function<Scope, Object> value;

    Variable(String text, CelType type, Function<Scope, Object> value) {
        this.text = text;
        this.type = type;
        this.value = value;
    }

    /** The one of this name. */
    public static Optional<Variable> named(String text) {
        return Optional.ofNullable(BY_NAME.get(text));
    }

    /** As conditions write it. */
    public String text() {
        return text;
    }

    CelType type() {
        return type;
    }

    Object read(Scope scope) {
        return value.apply(scope);
    }

    private static Object count(Scope scope, Function<Preview, Long> which) {
        return scope.preview().map(which).orElse(Long.MAX_VALUE);
    }

    private static Object weekday(Scope scope) {
        return scope.time().getDayOfWeek().name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    private static Object ageSeconds(Scope scope) {
        return scope.facts()
                .evidence()
                .age(scope.facts().now())
                .map(Duration::toSeconds)
                .orElse(Long.MAX_VALUE);
    }

    /** A risk without a preview is scored on the worst, so that asking for it asks for the preview, too. */
    private static Object risk(Scope scope) {
        scope.askPreview();
        return (long) scope.facts().risk();
    }
}
