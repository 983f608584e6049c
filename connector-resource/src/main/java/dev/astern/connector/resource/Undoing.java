package dev.astern.connector.resource;

import dev.astern.connector.Clearance;
import dev.astern.connector.Effect;
import dev.astern.connector.Execution;
import dev.astern.connector.Image;
import dev.astern.connector.Keeping;
import dev.astern.connector.KeptChange;
import dev.astern.connector.Left;
import dev.astern.connector.Observed;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoResult;
import dev.astern.connector.resource.UndoPlan.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes effects back, one resource after the other, each bound to what was seen, each read back. Used once. */
final class Undoing {
    private static final int ATTEMPTS = 3;

    private final ResourceSystem system;
    private final Keeping keeping;
    private final UndoRequest request;
    private final Execution execution;
    private final Within within;
    private final UndoPlan plan;
    private final List<Effect> effects = new ArrayList<>();
    private final Map<Integer, Left> left = new HashMap<>();
    private int attempts = 1;
    private boolean begun;

    Undoing(ResourceSystem system, Keeping keeping, UndoRequest request, Execution execution) {
        this.system = system;
        this.keeping = keeping;
        this.request = request;
        this.execution = execution;
        this.within = Within.of(execution.timeout());
        this.plan = new UndoPlan(system, keeping, request);
    }

    UndoPerformance undo(Locks locks) {
        try {
            var refs = plan.make(within).stream().map(Entry::ref).toList();
            try (var held = locks.take(refs, within).orElse(null)) {
                return held == null
                        ? not(Reason.LOCK_TIMEOUT, "other actions on the same resources took too long")
                        : undo(plan.make(within));
            }
        } catch (ProblemException e) {
            return new UndoPerformance.NotApplied(e.problem());
        } catch (InterruptedException e) {
            return not(Reason.CANCELLED, "it was cancelled before anything was sent");
        }
    }

    private static UndoPerformance not(Reason reason, String detail) {
        return new UndoPerformance.NotApplied(Problem.of(reason, detail));
    }

    private UndoPerformance undo(List<Entry> entries) {
        var expected = request.planDigest();
        if (expected != null && !expected.equals(UndoPlan.digest(entries))) {
            return not(Reason.PLAN_MOVED, "what was seen now is not what the plan saw");
        }
        var notes = plan.notes(entries);
        return switch (execution.clear(meant(entries))) {
            case Clearance.RollBack(var problem) -> new UndoPerformance.NotApplied(problem);
            case Clearance.Commit(var notAfter) -> write(entries, notes, notAfter);
        };
    }

    private UndoPerformance write(List<Entry> entries, List<String> notes, OptionalLong notAfter) {
        var todo =
                entries.stream().filter(entry -> entry.decided().todo() != null).toList();
        if (!keeping.keep(
                execution.actionId(),
                execution.session(),
                todo.stream().map(Undoing::kept).toList())) {
            return not(Reason.CANCELLED, "it was given up before anything was sent");
        }
        var done = new ArrayList<Entry>();
        int number = 0;
        for (var entry : entries) {
            boolean late = late(notAfter);
            if (entry.decided().todo() == null) {
                done.add(entry);
            } else if (late) {
                left.put(number++, new Left.Unchanged());
                done.add(failed(entry, Reason.NOT_SENT_IN_TIME));
            } else if (entry.amends()) {
                done.add(amended(entry, number++));
            } else {
                done.add(restored(entry, number++, notAfter));
            }
        }
        return ended(done, notes);
    }

    private UndoPerformance ended(List<Entry> done, List<String> notes) {
        var report = plan.report(done, notes, attempts);
        try {
            keeping.left(execution.actionId(), left);
            return new UndoPerformance.Applied(
                    report, observed(Observing.asKept(keeping, execution.actionId(), effects)));
        } catch (ProblemException e) {
            return new UndoPerformance.InDoubt(report, observed(effects), e.problem());
        }
    }

    private static KeptChange kept(Entry entry) {
        var todo = Objects.requireNonNull(entry.decided().todo());
        var ref = entry.ref();
        if (entry.amends()) {
            return new KeptChange(ref.resource(), null, Effect.Kind.INSERT, null, new Image(Map.of()), todo.detail());
        }
        return switch (todo) {
            case Restoration.Put put ->
                new KeptChange(ref.resource(), ref.key(), Effect.Kind.UPDATE, put.now(), only(put), put.detail());
            case Restoration.Make make ->
                new KeptChange(ref.resource(), ref.key(), Effect.Kind.INSERT, null, make.wanted(), make.detail());
            case Restoration.Remove remove ->
                new KeptChange(
                        ref.resource(),
                        ref.key(),
                        Effect.Kind.DELETE,
                        remove.now(),
                        new Image(Map.of()),
                        remove.detail());
        };
    }

    private static Image only(Restoration.Put put) {
        return Images.with(new Image(Map.of()), put.fields(), put.wanted());
    }

    private Observed meant(List<Entry> entries) {
        var meant = entries.stream()
                .map(entry -> entry.decided().todo())
                .flatMap(Stream::ofNullable)
                .flatMap(todo ->
                        Observing.effect(todo.ref().resource(), todo.ref().key(), todo.found(), todo.leaves()).stream())
                .toList();
        return observed(meant);
    }

    private Observed observed(List<Effect> effects) {
        return Observing.observed(system, effects, List.of(), Tier.WRITE, Reversibility.REVERSIBLE_WITH_STATE);
    }

    /** What was made to make up for it is an effect of its own, which can be taken back. */
    private Entry amended(Entry entry, int number) {
        var todo = Objects.requireNonNull(entry.decided().todo());
        var sent = system.amend(todo.ref(), Objects.requireNonNull(todo.found()), within);
        begun |= mayHaveChanged(sent);
        if (!(sent instanceof Sent.Done done) || done.made().isEmpty()) {
            if (!(sent instanceof Sent.Doubtful)) {
                left.put(number, new Left.Unchanged());
            }
            return failed(entry, sent instanceof Sent.Doubtful ? Reason.UNCONFIRMED : Reason.COMPENSATE_ONLY);
        }
        var made = done.made().getFirst();
        var image = Images.of(system.read(made, within));
        if (image == null) {
            return failed(entry, Reason.UNCONFIRMED);
        }
        left.put(number, new Left.Changed(made.key(), image));
        Observing.effect(made.resource(), made.key(), null, image).ifPresent(effects::add);
        return entry;
    }

    /** The effect must not begin late. What has begun goes on: half of an undo helps nobody, and a stop lists it. */
    private boolean late(OptionalLong notAfter) {
        return !begun && notAfter.isPresent() && System.nanoTime() - notAfter.getAsLong() >= 0;
    }

    private static boolean mayHaveChanged(Sent sent) {
        return sent instanceof Sent.Done || sent instanceof Sent.Doubtful;
    }

    /** Writes one, and again where somebody else came in between, always by what is there then. */
    private Entry restored(Entry planned, int number, OptionalLong notAfter) {
        var kept = Objects.requireNonNull(planned.decided().todo());
        var entry = planned;
        for (int attempt = 1; ; attempt++) {
            attempts = Math.max(attempts, attempt);
            var todo = entry.decided().todo();
            if (todo == null) {
                return unchanged(entry, number);
            }
            var sent = system.restore(todo, within);
            begun |= mayHaveChanged(sent);
            if (sent instanceof Sent.Done done) {
                return readBack(entry, kept, done, number);
            }
            if (sent instanceof Sent.Undelivered) {
                return unchanged(entry, Reason.TARGET_UNREACHABLE, number);
            }
            var seen = system.read(todo.ref(), within);
            if (sent instanceof Sent.Doubtful(var problem, var answered)) {
                return doubtful(entry, kept, seen, answered, number);
            }
            if (seen instanceof Seen.Unreadable) {
                return unchanged(entry, Reason.TARGET_REFUSED, number);
            }
            var net = Objects.requireNonNull(entry.net());
            entry = entry.with(plan.again(entry.id(), net, seen));
            if (entry.decided().todo() != null && (attempt == ATTEMPTS || within.over())) {
                return unchanged(entry, Reason.TARGET_REFUSED, number);
            }
            if (entry.amends()) {
                // It went in this very moment. What was kept says that it was put back, so only the next undo makes up
                // for it.
                return unchanged(entry, Reason.COMPENSATE_ONLY, number);
            }
            var next = entry.decided().todo();
            if (next != null && late(notAfter)) {
                return unchanged(entry, Reason.NOT_SENT_IN_TIME, number);
            }
            if (next != null && !next.keptBy(kept)) {
                // What is about to be overwritten was never kept, so that it could not be brought back.
                return unchanged(entry, Reason.PLAN_MOVED, number);
            }
        }
    }

    private Entry doubtful(Entry entry, Restoration kept, Seen seen, boolean answered, int number) {
        var todo = Objects.requireNonNull(entry.decided().todo());
        if (asWanted(todo, seen)) {
            return restored(entry, kept, todo.ref(), seen, number);
        }
        if (!answered || seen instanceof Seen.Unreadable) {
            return failed(entry, Reason.UNCONFIRMED);
        }
        var now = Images.of(seen);
        var part = part(todo, now, false);
        if (part.isPresent()) {
            return inPart(entry, kept, todo.ref(), own(todo, kept, part.get()), number);
        }
        return asFound(todo, now) ? unchanged(entry, Reason.TARGET_REFUSED, number) : failed(entry, Reason.UNCONFIRMED);
    }

    /** Otherwise somebody wrote since, perhaps over what this undo had written. */
    private static boolean asFound(Restoration todo, @Nullable Image now) {
        var found = todo.found();
        return (todo instanceof Restoration.Put put && found != null && now != null)
                ? put.fields().stream().allMatch(field -> Images.same(found, now, field))
                : Images.equal(now, found);
    }

    private Entry readBack(Entry entry, Restoration kept, Sent.Done done, int number) {
        var todo = Objects.requireNonNull(entry.decided().todo());
        var made = done.made().isEmpty() ? todo.ref() : done.made().getFirst();
        var seen = system.read(made, within);
        if (seen instanceof Seen.Unreadable) {
            return failed(entry, Reason.UNCONFIRMED);
        }
        if (asWanted(todo, seen)) {
            return restored(entry, kept, made, seen, number);
        }
        var now = Images.of(seen);
        if (Images.equal(now, todo.found())) {
            return unchanged(entry, Reason.NOTHING_CHANGED, number);
        }
        return part(todo, now, true)
                .map(part -> inPart(entry, kept, made, own(todo, kept, part), number))
                .orElseGet(() -> failed(entry, Reason.UNCONFIRMED));
    }

    private Entry inPart(Entry entry, Restoration kept, Ref made, @Nullable Image after, int number) {
        left.put(number, new Left.Changed(made.key(), after));
        Observing.effect(made.resource(), made.key(), kept.found(), after).ifPresent(effects::add);
        return failed(entry, Reason.VERIFY_FAILED);
    }

    /**
     * What an undo left of what is not as it wanted it, less what others wrote in that moment; nothing where nothing shows
     * that it wrote.
     *
     * @param said whether the target says that it was done: then what is now as nobody found it was written, and written over
     */
    private static Optional<Image> part(Restoration todo, @Nullable Image now, boolean said) {
        var wanted = todo.leaves();
        var found = todo.found();
        if (wanted == null || (now == null && !said)) {
            return Optional.empty();
        }
        if (now == null) {
            return Optional.of(wanted);
        }
        var base = found == null ? now : found;
        var fields = todo instanceof Restoration.Put put ? new HashSet<>(put.fields()) : Images.names(wanted);
        fields.removeIf(field -> found != null && Images.same(found, now, field));
        fields.removeIf(field -> !said && !Images.same(wanted, now, field));
        return fields.isEmpty() ? Optional.empty() : Optional.of(Images.with(base, fields, wanted));
    }

    private boolean asWanted(Restoration todo, Seen seen) {
        var now = Images.of(seen);
        return switch (todo) {
            case Restoration.Put put ->
                now != null && put.fields().stream().allMatch(field -> asWanted(put, now, field));
            case Restoration.Make make -> Images.equal(now, make.wanted());
            case Restoration.Remove remove -> seen instanceof Seen.Absent;
        };
    }

    private boolean asWanted(Restoration.Put put, Image now, String field) {
        return system.counts(put.ref().resource(), field)
                ? !Images.same(now, put.now(), field)
                : Images.same(now, put.wanted(), field);
    }

    /** What was wanted, with what counts as it is now. */
    private @Nullable Image leaves(Restoration todo, Seen seen) {
        var now = Images.of(seen);
        if (now == null || !(todo instanceof Restoration.Put put)) {
            return todo.leaves();
        }
        var counts = put.fields().stream()
                .filter(field -> system.counts(put.ref().resource(), field))
                .collect(Collectors.toSet());
        return Images.with(put.leaves(), counts, now);
    }

    private Entry restored(Entry entry, Restoration kept, Ref made, Seen seen, int number) {
        var todo = Objects.requireNonNull(entry.decided().todo());
        var after = own(todo, kept, leaves(todo, seen));
        left.put(number, new Left.Changed(made.key(), after));
        Observing.effect(made.resource(), made.key(), kept.found(), after).ifPresent(effects::add);
        return made.equals(todo.ref())
                ? entry
                : entry.with(new Merge.Decided(
                        UndoResult.COMPENSATED,
                        Reason.NEW_IDENTITY,
                        entry.decided().fields(),
                        null));
    }

    /** What the undo left, beside the state that was kept: what others wrote between its attempts is not its work. */
    private @Nullable Image own(Restoration todo, Restoration kept, @Nullable Image now) {
        var found = kept.found();
        boolean moved = !Images.equal(found, todo.found());
        return moved && now != null && found != null && todo instanceof Restoration.Put put
                ? system.normal(todo.ref().resource(), Images.with(found, put.fields(), now))
                : now;
    }

    private Entry unchanged(Entry entry, int number) {
        left.put(number, new Left.Unchanged());
        return entry;
    }

    private Entry unchanged(Entry entry, Reason reason, int number) {
        return failed(unchanged(entry, number), reason);
    }

    private static Entry failed(Entry entry, Reason reason) {
        var fields = entry.decided().fields().stream().map(Undoing::notBack).toList();
        return entry.with(new Merge.Decided(UndoResult.FAILED, reason, fields, null));
    }

    private static UndoItem.Field notBack(UndoItem.Field field) {
        return field.result() == UndoResult.RESTORED
                ? new UndoItem.Field(field.name(), field.before(), field.after(), field.now(), UndoResult.FAILED)
                : field;
    }
}
