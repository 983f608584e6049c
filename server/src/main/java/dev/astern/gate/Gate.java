package dev.astern.gate;

import dev.astern.connector.Extent.Amount;
import dev.astern.connector.Observed;
import dev.astern.connector.ResourceCount;
import dev.astern.connector.Tier;
import dev.astern.library.RecoveryLibrary;
import dev.astern.policy.Decision;
import dev.astern.policy.HoldTerms;
import dev.astern.policy.Policy;
import dev.astern.policy.Preview;
import dev.astern.policy.Verdict;
import dev.astern.policy.risk.RiskScore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides about an operation: by the policy in force, its workflow's stage, and whether its target only observes. The same
 * facts and the same policy always give the same ruling; the stricter of two counts.
 */
public final class Gate {
    private final PolicyBook book;
    private final Stages stages;
    private final Quotas quotas;
    private final RecoveryLibrary library;
    private final Clock clock;

    public Gate(PolicyBook book, Stages stages, Quotas quotas, RecoveryLibrary library, Clock clock) {
        this.book = book;
        this.stages = stages;
        this.quotas = quotas;
        this.library = library;
        this.clock = clock;
    }

    /** Before anybody knows what it will really do. */
    public Ruling before(Subject subject) {
        // A read changes nothing, so that all figures are known.
        return rule(
                subject,
                subject.tier() == Tier.READ ? Optional.of(preview(subject, Observed.nothing())) : Optional.empty());
    }

    /** Once it was seen what it does, and before it is in effect. */
    public Ruling observed(Subject subject, Observed observed) {
        var seen = subject.atLeast(observed.tier(), observed.reversibility());
        // What is done elsewhere was not seen, so that no figure is known any better than before.
        return subject.operation().captured() ? rule(seen, Optional.of(preview(subject, observed))) : before(seen);
    }

    private Ruling rule(Subject subject, Optional<Preview> preview) {
        var policy = book.current();
        var stage = stages.of(subject.session());
        var used = quotas.used(subject.session(), subject.action());
        var recovery = Recovery.of(library, subject);
        var facts = FactsOf.subject(subject, recovery, stage, used, clock.instant(), preview);
        var risk = RiskScore.of(facts, policy.calendar());
        var verdict = policy.decide(facts.withRisk(risk.value()));
        // The stage and the target's mode see what policy saw: the stricter of connector and library.
        var judged = subject.atLeast(recovery.tier(), recovery.reversibility());
        return new Reading(judged, policy, stage, verdict, risk).ruling();
    }

    private static Preview preview(Subject subject, Observed observed) {
        var counts = observed.counts();
        return new Preview(
                observed.total(),
                counts.stream().mapToLong(ResourceCount::inserted).sum(),
                counts.stream().mapToLong(ResourceCount::updated).sum(),
                counts.stream().mapToLong(ResourceCount::deleted).sum(),
                counts.stream().map(ResourceCount::resource).toList(),
                observed.extent().share(),
                moved(observed.extent().amount()).map(Amount.Moved::value),
                observed.extent().amount() instanceof Amount.Untold,
                moved(observed.extent().amount()).map(Amount.Moved::currency).orElse(""),
                PersonalData.touched(subject.target(), counts));
    }

    private static Optional<Amount.Moved> moved(Amount amount) {
        return switch (amount) {
            case Amount.Moved moved -> Optional.of(moved);
            case Amount.Untold untold -> Optional.empty();
            case Amount.NotNamed none -> Optional.empty();
        };
    }

    /** One verdict, and what the stage and the target's mode make of it. */
    private record Reading(
            Subject subject, Policy policy, @Nullable Stage stage, Verdict verdict, RiskScore risk) {
        Ruling ruling() {
            var least = stage == null ? Decision.ALLOW : stage.least(subject.tier(), subject.reversibility());
            boolean byStage = least.compareTo(verdict.decision()) > 0;
            var decision = verdict.decision().stricter(least);
            boolean shadow = stage == Stage.SHADOW && subject.tier() != Tier.READ;
            if (!decision.runs() && observes()) {
                return ruling(Decision.OBSERVE, Optional.of(decision), byStage, shadow);
            }
            return ruling(decision, Optional.empty(), byStage, shadow);
        }

        /** A target that only observes lets through what it can surely take back, and nothing else. */
        private boolean observes() {
            return subject.target().observes() && verdict.code() != Verdict.Code.POLICY_ERROR && takenBackFromState();
        }

        private boolean takenBackFromState() {
            return switch (subject.reversibility()) {
                case TRIVIALLY_REVERSIBLE, REVERSIBLE_WITH_STATE -> true;
                case REVERSIBLE_WITH_BACKUP, PARTIALLY_REVERSIBLE, IRREVERSIBLE -> false;
            };
        }

        private Ruling ruling(Decision decision, Optional<Decision> would, boolean byStage, boolean shadow) {
            return new Ruling(
                    decision,
                    would,
                    new Ruling.PolicyRef(policy.name(), String.valueOf(policy.version()), policy.digest()),
                    byStage ? "stage" : verdict.ruleId(),
                    why(byStage),
                    risk.value(),
                    terms(),
                    decision == Decision.HOLD
                            ? Optional.of(verdict.hold().orElse(HoldTerms.DEFAULT))
                            : Optional.empty(),
                    verdict.previewAsked() && !byStage,
                    shadow);
        }

        private String why(boolean byStage) {
            return byStage && stage != null
                    ? "workflow " + subject.session().workflow() + " is at the stage " + stage.code()
                    : verdict.reason();
        }

        private List<String> terms() {
            return Stream.concat(
                            risk.terms().stream()
                                    .filter(term -> term.points() > 0)
                                    .map(term -> "+" + term.points() + " " + term.why()),
                            verdict.failures().stream().map(f -> f.check() + ": " + f.message()))
                    .toList();
        }
    }
}
