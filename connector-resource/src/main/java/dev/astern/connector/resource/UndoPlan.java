package dev.astern.connector.resource;

import dev.astern.connector.Effect;
import dev.astern.connector.Keeping;
import dev.astern.connector.KeptAction;
import dev.astern.connector.Left;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoRequest.Selected;
import dev.astern.connector.UndoResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks at everything a selection changed, as it is now, and says what an undo would do. */
final class UndoPlan {
    private static final int ID = 16;

    private final ResourceSystem system;
    private final Keeping keeping;
    private final UndoRequest request;
    private final Set<Ref> made = new HashSet<>();

    UndoPlan(ResourceSystem system, Keeping keeping, UndoRequest request) {
        this.system = system;
        this.keeping = keeping;
        this.request = request;
    }

    /**
     * One resource, or one action about which nothing can be done.
     *
     * @param net null for the latter
     */
    record Entry(
            String id, Ref ref, Effect.Kind did, @Nullable Net net, Merge.Decided decided) {
        UndoItem item(Veil veil) {
            return new UndoItem(
                    id,
                    ref.resource(),
                    ref.key(),
                    did,
                    decided.result(),
                    decided.reason(),
                    decided.fields().stream()
                            .map(field -> veil.over(ref.resource(), field))
                            .toList());
        }

        /** Whether something new is made to make up for it, because nothing can be put back. */
        boolean amends() {
            return UndoPlan.amends(decided);
        }

        Entry with(Merge.Decided other) {
            return new Entry(id, ref, did, net, other);
        }
    }

    /**
     * Later effects first.
     *
     * @throws ProblemException where nothing at the target can be read; one among others that can't is listed
     */
    List<Entry> make(Within within) {
        var entries = new ArrayList<Entry>();
        var nets = nets(entries);
        // What was made goes first, so that what was moved can come back to where it was.
        nets.sort(Comparator.comparingLong(Net::position)
                .reversed()
                .thenComparingInt(net -> net.did() == Effect.Kind.INSERT ? 0 : 1));
        made.clear();
        entries.addAll(entries(nets, within));
        for (var entry : entries) {
            if (entry.decided().todo() instanceof Restoration.Make make) {
                made.add(make.ref());
            }
        }
        return entries.stream().map(entry -> entry.with(among(entry.decided()))).toList();
    }

    private List<Entry> entries(List<Net> nets, Within within) {
        var entries = new ArrayList<Entry>();
        Problem unreadable = null;
        boolean readable = false;
        for (var net : nets) {
            var id = id(net.ref());
            var seen = system.read(net.ref(), within);
            if (seen instanceof Seen.Unreadable(var problem)) {
                unreadable = problem;
                entries.add(new Entry(
                        id, net.ref(), net.did(), net, Merge.Decided.only(UndoResult.CANNOT, problem.reason())));
            } else {
                readable = true;
                entries.add(new Entry(id, net.ref(), net.did(), net, decide(id, net, seen)));
            }
        }
        if (unreadable != null && !readable) {
            throw unreadable.toException();
        }
        return entries;
    }

    private List<Net> nets(List<Entry> impossible) {
        var found = new ArrayList<KeptAction>();
        for (var selected : request.actions()) {
            var kept = keeping.of(selected.actionId());
            var problem = problem(selected, kept.orElse(null));
            if (problem == null) {
                found.add(kept.orElseThrow());
            } else {
                impossible.add(impossible(selected.actionId(), problem));
            }
        }
        found.sort(Comparator.comparingLong(KeptAction::position));
        var steps = new TreeMap<Ref, List<Net.Step>>();
        found.forEach(kept -> collect(kept, steps));
        var nets = new ArrayList<Net>();
        steps.forEach((ref, of) -> nets.add(Net.of(ref, of)));
        nets.removeIf(Net::nothing);
        return nets;
    }

    private static @Nullable Reason problem(Selected selected, @Nullable KeptAction kept) {
        if (kept != null && kept.erased()) {
            return Reason.ERASED;
        }
        if (kept == null || kept.changes().isEmpty()) {
            return Reason.NO_BEFORE_STATE;
        }
        if (!kept.settled()) {
            return Reason.UNCONFIRMED;
        }
        return selected.accepts(Digest.of(Observing.effects(kept))) ? null : Reason.BEFORE_STATE_ALTERED;
    }

    private static Entry impossible(String actionId, Reason reason) {
        var ref = Ref.of("action", "id", actionId);
        return new Entry(actionId, ref, Effect.Kind.UPDATE, null, Merge.Decided.only(UndoResult.CANNOT, reason));
    }

    private static void collect(KeptAction kept, Map<Ref, List<Net.Step>> steps) {
        for (int number = 0; number < kept.changes().size(); number++) {
            var change = kept.changes().get(number);
            if (kept.left().get(number) instanceof Left.Changed(var key, var after)) {
                steps.computeIfAbsent(new Ref(change.resource(), key), ref -> new ArrayList<>())
                        .add(new Net.Step(kept.position(), change.before(), after, change.detail()));
            }
        }
    }

    /** @param seen {@link Seen.Absent} or {@link Seen.Present} */
    private Merge.Decided decide(String id, Net net, Seen seen) {
        var after = net.after();
        if (after != null && seen instanceof Seen.Present(var now, var version)) {
            var amends = system.amends(net.ref(), after, now);
            if (amends != Amends.NONE) {
                var todo = new Restoration.Put(net.ref(), net.detail(), now, now, Set.of(), version);
                return new Merge.Decided(
                        UndoResult.COMPENSATED,
                        Reason.COMPENSATE_ONLY,
                        List.of(),
                        amends == Amends.POSSIBLE ? todo : null);
            }
        }
        var decided = merge(id, net).decide(seen);
        var todo = decided.todo();
        if (todo == null) {
            return decided;
        }
        var objection = system.objection(todo);
        return objection.isPresent()
                ? new Merge.Decided(UndoResult.CANNOT, objection.get().reason(), decided.fields(), null)
                : decided;
    }

    /** Decides once more, by what is there now. */
    Merge.Decided again(String id, Net net, Seen seen) {
        return among(decide(id, net, seen));
    }

    private Merge.Decided among(Merge.Decided decided) {
        if (decided.todo() == null || amends(decided)) {
            return decided;
        }
        var todo = system.among(decided.todo(), made);
        return system.compensates(todo)
                ? new Merge.Decided(UndoResult.COMPENSATED, Reason.COMPENSATE_ONLY, decided.fields(), todo)
                : new Merge.Decided(decided.result(), decided.reason(), decided.fields(), todo);
    }

    /** Nothing is put back where something else makes up for it. */
    private static boolean amends(Merge.Decided decided) {
        return decided.todo() instanceof Restoration.Put put && put.fields().isEmpty();
    }

    private Merge merge(String id, Net net) {
        var resource = net.ref().resource();
        return new Merge(
                net,
                system.byField(resource),
                request.choices().getOrDefault(id, request.onConflict()),
                wanted -> system.normal(resource, wanted));
    }

    private static String id(Ref ref) {
        return new Digest().text(ref.resource()).image(ref.key()).hex().substring(0, ID);
    }

    UndoReport report(List<Entry> entries, List<String> notes, int attempts) {
        var items = entries.stream()
                .map(entry -> entry.item(new Veil(system)))
                .sorted(Comparator.comparingInt(item -> item.reason() == null ? 1 : 0))
                .limit(request.itemLimit())
                .toList();
        return new UndoReport(counts(entries), items, notes, digest(entries), attempts);
    }

    private static List<UndoReport.Count> counts(List<Entry> entries) {
        var counts = new TreeMap<String, UndoReport.Count>();
        for (var entry : entries) {
            var reason = entry.decided().reason();
            var result = entry.decided().result();
            var resource = entry.ref().resource();
            counts.merge(
                    resource + "\0" + result + "\0" + reason,
                    new UndoReport.Count(resource, result, reason, 1),
                    (a, b) -> new UndoReport.Count(resource, result, reason, a.count() + b.count()));
        }
        return List.copyOf(counts.values());
    }

    /** Over what was seen and decided. */
    static String digest(List<Entry> entries) {
        var digest = new Digest();
        for (var entry : entries) {
            var reason = entry.decided().reason();
            digest.text(entry.id()).text(entry.decided().result().name()).text(reason == null ? null : reason.code());
            entry.decided()
                    .fields()
                    .forEach(field -> digest.text(field.name())
                            .text(field.now())
                            .text(field.result().name()));
        }
        return digest.hex();
    }

    /** What a person should know about how it is done. */
    List<String> notes(List<Entry> entries) {
        return entries.stream()
                .filter(entry -> entry.decided().todo() != null)
                .map(entry -> entry.ref().resource())
                .filter(resource -> !system.conditional(resource))
                .distinct()
                .sorted()
                .map(resource -> resource + ": " + Reason.NOT_ATOMIC.next())
                .toList();
    }
}
