package dev.astern.rest;

import dev.astern.connector.Effect;
import dev.astern.connector.EffectPage;
import dev.astern.connector.Image;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.ResourceCount;
import dev.astern.connector.TargetStatus;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoReport;
import dev.astern.gateway.ActionAnswer;
import dev.astern.model.Action;
import dev.astern.model.Operator;
import dev.astern.model.Permission;
import dev.astern.model.Receipt;
import dev.astern.model.Session;
import dev.astern.model.Undo;
import dev.astern.undo.UndoPlan;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shapes of answers. Codes are in lower case, times are RFC 3339. */
final class Views {
    private Views() {}

    static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    record OperatorView(
            String name,
            List<String> permissions,
            Instant createdAt,
            @Nullable Instant revokedAt) {
        static OperatorView of(Operator operator) {
            var permissions = operator.permissions().stream()
                    .map(Permission::code)
                    .sorted()
                    .toList();
            return new OperatorView(operator.name(), permissions, operator.createdAt(), operator.revokedAt());
        }
    }

    record SessionView(
            String id,
            String kind,
            String agent,
            String agentVersion,
            @Nullable String prompt,
            @Nullable String model,
            @Nullable String tools,
            String environment,
            List<String> targets,
            Instant startedAt,
            Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable String workflow) {
        static SessionView of(Session session) {
            return new SessionView(
                    session.id(),
                    code(session.kind()),
                    session.agent().id(),
                    session.agent().version(),
                    session.agent().prompt(),
                    session.agent().model(),
                    session.agent().tools(),
                    session.environment(),
                    session.targets(),
                    session.startedAt(),
                    session.expiresAt(),
                    session.revokedAt(),
                    session.workflow());
        }
    }

    record ActionView(
            String id,
            String session,
            String target,
            String tool,
            String verb,
            String summary,
            String tier,
            String reversibility,
            boolean rehearsal,
            String state,
            Instant proposedAt,
            @Nullable Instant finishedAt,
            List<ResourceCount> counts,
            String digest,
            List<String> notes,
            @Nullable String reason,
            @Nullable String detail) {
        static ActionView of(Action action) {
            var outcome = action.outcome();
            return new ActionView(
                    action.id(),
                    action.sessionId(),
                    action.target(),
                    action.tool(),
                    action.verb(),
                    action.summary(),
                    code(action.tier()),
                    code(action.reversibility()),
                    action.rehearsal(),
                    action.state().code(),
                    action.proposedAt(),
                    outcome == null ? null : outcome.finishedAt(),
                    outcome == null ? List.of() : outcome.counts(),
                    outcome == null ? "" : outcome.digest(),
                    outcome == null ? List.of() : outcome.notes(),
                    outcome == null ? null : outcome.reason(),
                    outcome == null ? null : outcome.detail());
        }
    }

    record AnswerView(
            String action,
            String state,
            String tier,
            String reversibility,
            List<ResourceCount> counts,
            String digest,
            List<String> notes,
            List<Output.Result> results,
            boolean repeated,
            @Nullable ProblemBody problem) {
        static AnswerView of(ActionAnswer answer) {
            var problem = answer.problem();
            return new AnswerView(
                    answer.actionId(),
                    answer.state().code(),
                    code(answer.tier()),
                    code(answer.reversibility()),
                    answer.counts(),
                    answer.digest(),
                    answer.notes(),
                    answer.output().results(),
                    answer.repeated(),
                    problem == null ? null : ProblemBody.of(problem));
        }
    }

    /** {@code page} is where people decide; ask {@code GET /v1/session/actions/ID} what came of it. */
    record HeldView(
            String action,
            String state,
            String tier,
            String reversibility,
            List<ResourceCount> counts,
            List<String> notes,
            String approval,
            String page,
            String why,
            String rule,
            int quorum,
            Instant decideBy,
            String next) {
        static HeldView of(ActionAnswer answer, Problem problem) {
            var facts = problem.facts();
            return new HeldView(
                    answer.actionId(),
                    answer.state().code(),
                    code(answer.tier()),
                    code(answer.reversibility()),
                    answer.counts(),
                    answer.notes(),
                    facts.getOrDefault("approval", ""),
                    facts.getOrDefault("page", ""),
                    problem.detail(),
                    facts.getOrDefault("rule", ""),
                    Integer.parseInt(facts.getOrDefault("quorum", "1")),
                    Instant.parse(facts.getOrDefault("decide_by", Instant.EPOCH.toString())),
                    problem.reason().next());
        }
    }

    record EffectView(
            String resource,
            @Nullable Map<String, @Nullable String> key,
            String kind,
            @Nullable Map<String, @Nullable String> before,
            @Nullable Map<String, @Nullable String> after,
            boolean erased) {
        static EffectView of(Effect effect) {
            return new EffectView(
                    effect.resource(),
                    Views.fields(effect.key()),
                    code(effect.kind()),
                    Views.fields(effect.before()),
                    Views.fields(effect.after()),
                    effect.erased());
        }
    }

    record PageView<T>(List<T> items, @Nullable String next) {}

    static PageView<EffectView> effects(EffectPage page) {
        return new PageView<>(page.effects().stream().map(EffectView::of).toList(), page.next());
    }

    record ReceiptView(
            String session,
            long sequence,
            @Nullable String action,
            String type,
            Instant time,
            long index,
            String hash,
            String leaf) {
        static ReceiptView of(Receipt receipt) {
            return new ReceiptView(
                    receipt.sessionId(),
                    receipt.sequence(),
                    receipt.actionId(),
                    receipt.type().code(),
                    receipt.time(),
                    receipt.index(),
                    receipt.hash(),
                    receipt.leaf());
        }
    }

    record CountView(
            String resource, String result, @Nullable String reason, long count) {}

    record FieldView(
            String name,
            @Nullable String before,
            @Nullable String after,
            @Nullable String now,
            String result) {}

    record ItemView(
            String id,
            String resource,
            @Nullable Map<String, @Nullable String> key,
            String did,
            String result,
            @Nullable String reason,
            List<FieldView> fields) {
        static ItemView of(UndoItem item) {
            return new ItemView(
                    item.id(),
                    item.resource(),
                    Views.fields(item.key()),
                    code(item.did()),
                    code(item.result()),
                    item.reason() == null ? null : item.reason().code(),
                    item.fields().stream()
                            .map(f -> new FieldView(f.name(), f.before(), f.after(), f.now(), code(f.result())))
                            .toList());
        }
    }

    record ReportView(List<CountView> counts, List<ItemView> items, List<String> notes, String digest, int attempts) {
        static ReportView of(UndoReport report) {
            return new ReportView(
                    report.counts().stream()
                            .map(c -> new CountView(
                                    c.resource(),
                                    code(c.result()),
                                    c.reason() == null ? null : c.reason().code(),
                                    c.count()))
                            .toList(),
                    report.items().stream().map(ItemView::of).toList(),
                    report.notes(),
                    report.digest(),
                    report.attempts());
        }
    }

    record PlanPartView(String target, List<String> actions, ReportView report) {}

    record SkippedView(String action, String reason, String detail) {}

    record PlanView(List<PlanPartView> parts, List<SkippedView> skipped) {
        static PlanView of(UndoPlan plan) {
            return new PlanView(
                    plan.parts().stream()
                            .map(p -> new PlanPartView(p.target(), p.actions(), ReportView.of(p.report())))
                            .toList(),
                    plan.skipped().stream()
                            .map(s -> new SkippedView(s.actionId(), s.reason().code(), s.detail()))
                            .toList());
        }
    }

    record StepView(
            String target,
            String action,
            List<String> undoes,
            String state,
            @Nullable ReportView report,
            @Nullable String reason,
            @Nullable String detail) {}

    record UndoView(
            String id,
            String reason,
            Instant startedAt,
            @Nullable Instant finishedAt,
            List<StepView> steps) {
        static UndoView of(Undo undo) {
            return new UndoView(
                    undo.id(),
                    undo.reason(),
                    undo.startedAt(),
                    undo.finishedAt(),
                    undo.steps().stream().map(UndoView::step).toList());
        }

        private static StepView step(Undo.Step step) {
            return new StepView(
                    step.target(),
                    step.actionId(),
                    step.actions(),
                    step.state().code(),
                    step.report() == null ? null : ReportView.of(step.report()),
                    step.problem(),
                    step.detail());
        }
    }

    record FindingView(String resource, String reason, String detail, String next) {}

    record TargetStatusView(
            String state,
            String product,
            int resources,
            List<FindingView> findings,
            long keptBytes,
            long keptLimitBytes) {
        static TargetStatusView of(TargetStatus status) {
            return new TargetStatusView(
                    code(status.state()),
                    status.product(),
                    status.resources(),
                    status.findings().stream()
                            .map(f -> new FindingView(f.resource(), f.reason().code(), f.detail(), f.next()))
                            .toList(),
                    status.keptBytes(),
                    status.keptLimitBytes());
        }
    }

    private static @Nullable Map<String, @Nullable String> fields(@Nullable Image image) {
        return image == null ? null : image.fields();
    }
}
