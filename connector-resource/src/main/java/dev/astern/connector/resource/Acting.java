package dev.astern.connector.resource;

import dev.astern.connector.Clearance;
import dev.astern.connector.Effect;
import dev.astern.connector.Execution;
import dev.astern.connector.Image;
import dev.astern.connector.Keeping;
import dev.astern.connector.KeptChange;
import dev.astern.connector.Left;
import dev.astern.connector.Observed;
import dev.astern.connector.Output;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reads;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One action that changes something: read, cleared, kept, sent, read again. Used once. */
final class Acting {
    private final ResourceSystem system;
    private final Keeping keeping;
    private final ResourceOperation operation;
    private final Execution execution;
    private final Within within;
    private final List<Expected> expected;
    private final Map<Ref, Seen> before = new HashMap<>();
    private Rehearsed rehearsed = new Rehearsed.Unknown();

    Acting(ResourceSystem system, Keeping keeping, ResourceOperation operation, Execution execution) {
        this.system = system;
        this.keeping = keeping;
        this.operation = operation;
        this.execution = execution;
        this.within = Within.of(execution.timeout());
        this.expected = operation.understood().expected();
    }

    Performance perform(Locks locks, boolean rehearsal) {
        var interruption = new Interruption();
        execution.onCancel(interruption::interrupt);
        try (var held = locks.take(refs(), within).orElse(null)) {
            if (held == null) {
                return failed(Reason.LOCK_TIMEOUT, "other actions on the same resources took too long");
            }
            for (var ref : refs()) {
                var seen = system.read(ref, within);
                if (seen instanceof Seen.Unreadable(var problem)) {
                    return new Performance.Failed(problem.with("resource", ref.resource()));
                }
                before.put(ref, seen);
            }
            var gone = gone();
            if (gone.isPresent()) {
                return new Performance.Failed(gone.get());
            }
            rehearsed = system.rehearse(operation.understood().request(), sending());
            if (rehearsed instanceof Rehearsed.Refused(var problem)) {
                return new Performance.Failed(problem);
            }
            var clearance = execution.clear(meant());
            interruption.over();
            return switch (clearance) {
                case Clearance.RollBack(var problem) -> notSent(problem);
                case Clearance.Commit commit
                when rehearsal -> notSent(Problem.of(Reason.CANCELLED, "it was a rehearsal"));
                case Clearance.Commit commit -> send(commit.notAfterNanos());
            };
        } catch (InterruptedException e) {
            return failed(Reason.CANCELLED, "it was cancelled before it was sent");
        } finally {
            interruption.over();
        }
    }

    /** What is not there can't be bound to what it was: somebody may make it in the very moment. */
    private Optional<Problem> gone() {
        return expected.stream()
                .filter(one -> one.kind() != Effect.Kind.INSERT && !open(one))
                .map(Expected::ref)
                .filter(ref -> ref != null && before.get(ref) instanceof Seen.Absent)
                .findFirst()
                .map(ref -> Problem.of(Reason.TARGET_GONE, "nothing was sent: there is no " + ref));
    }

    private List<Ref> refs() {
        return expected.stream()
                .map(Expected::ref)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
    }

    private static Performance failed(Reason reason, String detail) {
        return new Performance.Failed(Problem.of(reason, detail));
    }

    private Performance notSent(Problem problem) {
        return new Performance.RolledBack(meant(), Reads.none(), Output.empty(), problem);
    }

    /** What will come of it, as far as that can be said before. */
    private Observed meant() {
        var effects = new ArrayList<Effect>();
        var notes = new ArrayList<String>();
        for (var one : expected) {
            var was = image(one);
            var told = told(one);
            var after = told == null ? foreseen(one, was) : Images.of(told);
            Observing.effect(one.resource(), one.key(), was, after).ifPresent(effects::add);
            if (told == null && open(one)) {
                notes.add("only the target knows what becomes of " + one.resource());
            }
        }
        if (expected.isEmpty()) {
            notes.add("nobody can say beforehand what this changes");
        }
        // What only the target knows may be a write, whatever it is called.
        var tier = expected.stream().anyMatch(Acting::open) ? operation.tier().atLeast(Tier.WRITE) : operation.tier();
        return withTouched(Observing.observed(system, effects, notes, tier, reversibility()), effects);
    }

    /** What only the target knows how to change is bound to what it was, too. */
    private Observed withTouched(Observed observed, List<Effect> effects) {
        var all = new ArrayList<>(effects);
        for (var one : expected) {
            var was = image(one);
            if (told(one) == null && open(one) && was != null) {
                all.add(new Effect(one.resource(), one.key(), Effect.Kind.UPDATE, was, was));
            }
        }
        return all.size() == effects.size() ? observed : observed.withPreview(Digest.before(all), observed.sample());
    }

    /** Of the call, and of what it is about to do to what is there. */
    private Reversibility reversibility() {
        var hardest = operation.reversibility();
        for (var one : expected) {
            var ref = one.ref();
            var seen = ref == null ? null : before.get(ref);
            hardest = hardest.atLeast(system.reversibility(
                    operation.understood().request(), one, seen == null ? new Seen.Absent() : seen));
        }
        return hardest;
    }

    /** What the system said that it would come to. */
    private @Nullable Seen told(Expected one) {
        var ref = one.ref();
        return ref != null && rehearsed instanceof Rehearsed.Would(var as) ? as.get(ref) : null;
    }

    private static @Nullable Image foreseen(Expected one, @Nullable Image was) {
        return switch (one.kind()) {
            case DELETE -> null;
            case INSERT -> was == null ? one.sets() : Images.with(was, Images.names(one.sets()), one.sets());
            case UPDATE, STRUCTURE -> was == null ? null : Images.with(was, Images.names(one.sets()), one.sets());
        };
    }

    private static boolean open(Expected one) {
        return one.kind() != Effect.Kind.DELETE && one.sets().fields().isEmpty();
    }

    private @Nullable Image image(Expected one) {
        var ref = one.ref();
        return ref == null ? null : Images.of(before.getOrDefault(ref, new Seen.Absent()));
    }

    private Performance send(OptionalLong notAfterNanos) {
        var id = execution.actionId();
        var request = operation.understood().request();
        var changes = expected.stream()
                .map(one -> new KeptChange(
                        one.resource(), one.key(), one.kind(), image(one), one.sets(), detail(request, one)))
                .toList();
        try {
            if (!keeping.keep(id, execution.session(), changes)) {
                return failed(Reason.CANCELLED, "it was given up before it was sent");
            }
        } catch (ProblemException e) {
            return new Performance.Failed(e.problem());
        }
        if (notAfterNanos.isPresent() && System.nanoTime() - notAfterNanos.getAsLong() >= 0) {
            return unchanged(Problem.of(Reason.NOT_SENT_IN_TIME, "the right to write ran out before it was sent"));
        }
        return came(system.send(request, sending()));
    }

    private Sending sending() {
        return new Sending(
                execution.actionId(), versions(), within, execution.session().id());
    }

    private String detail(Object request, Expected one) {
        var ref = one.ref();
        return ref == null ? "" : system.detail(request, ref);
    }

    private Map<Ref, String> versions() {
        var versions = new HashMap<Ref, String>();
        before.forEach((ref, seen) -> {
            if (seen instanceof Seen.Present(var image, var version) && version != null) {
                versions.put(ref, version);
            }
        });
        return versions;
    }

    private Performance came(Sent sent) {
        return switch (sent) {
            case Sent.Undelivered(var problem) -> unchanged(problem);
            case Sent.Refused(var problem) -> refused(problem);
            case Sent.Done done -> done(done);
            case Sent.Doubtful doubtful -> doubtful(doubtful);
        };
    }

    private Performance unchanged(Problem problem) {
        var left = new HashMap<Integer, Left>();
        for (int number = 0; number < expected.size(); number++) {
            left.put(number, new Left.Unchanged());
        }
        try {
            keep(left);
        } catch (ProblemException e) {
            // That nothing was changed is certain all the same, and settling would know less.
            return new Performance.Failed(problem);
        }
        return new Performance.Failed(problem);
    }

    /** Some systems refuse and do it all the same; where what was meant is there now, it was this. */
    private Performance refused(Problem problem) {
        var after = new After(system, expected, before, null, within);
        return after.allAsMeant() && !after.effects().isEmpty()
                ? committed(after, new Output(1, List.of()), "the target refused it and did it: " + problem.detail())
                : unchanged(problem);
    }

    private Performance done(Sent.Done done) {
        var after = new After(system, expected, before, done, within);
        if (after.unclear().isPresent()) {
            keep(after.left());
            return inDoubt(after, done.output(), after.unclear().get());
        }
        if (after.effects().isEmpty() && after.somethingWasMeant()) {
            return unchanged(Problem.of(
                    Reason.NOTHING_CHANGED, "the target answered that it was done, and everything is as it was"));
        }
        return committed(after, done.output(), null);
    }

    private Performance doubtful(Sent.Doubtful doubtful) {
        var after = new After(system, expected, before, null, within);
        // What only the target knows, others may have done: without an answer that is no sign of it.
        boolean sign = doubtful.answered() || expected.stream().noneMatch(Acting::open);
        if (sign && !after.effects().isEmpty() && after.allAsMeant()) {
            return committed(
                    after,
                    new Output(1, List.of()),
                    "the target did it and answered otherwise: "
                            + doubtful.problem().detail());
        }
        // Of a call that says nothing of what it changes, nobody can see that it changed nothing.
        if (!doubtful.answered() || expected.isEmpty() || after.unclear().isPresent() || after.unseen()) {
            return inDoubt(after, Output.empty(), doubtful.problem());
        }
        return after.effects().isEmpty()
                ? unchanged(doubtful.problem())
                : committed(
                        after,
                        new Output(1, List.of()),
                        "the target did a part of it: " + doubtful.problem().detail());
    }

    /** What was seen so far is no more than that; the digest is for whoever settles it. */
    private Performance inDoubt(After after, Output output, Problem problem) {
        return new Performance.InDoubt(
                observed(after, after.effects(), List.of()).withoutDigest(), output, problem);
    }

    private Performance committed(After after, Output output, @Nullable String note) {
        var effects =
                keep(after.left()) ? after.effects() : Observing.asKept(keeping, execution.actionId(), after.effects());
        var observed = observed(after, effects, note == null ? List.of() : List.of(note));
        return new Performance.Committed(observed, Reads.none(), output);
    }

    private Observed observed(After after, List<Effect> effects, List<String> more) {
        var notes = new ArrayList<>(after.notes());
        notes.addAll(more);
        var reversibility = after.unseen() ? reversibility().atLeast(Reversibility.IRREVERSIBLE) : reversibility();
        return Observing.observed(system, effects, notes, operation.tier(), reversibility);
    }

    /** The effect is there already: what can't be kept now is found by settling. */
    private boolean keep(Map<Integer, Left> left) {
        return left.isEmpty() || keeping.left(execution.actionId(), left);
    }
}
