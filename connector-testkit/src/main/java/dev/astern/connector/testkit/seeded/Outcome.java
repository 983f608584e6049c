package dev.astern.connector.testkit.seeded;

import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.connector.UndoResult;
import dev.astern.connector.testkit.Laboratory.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an undo may leave of one resource, and say of it.
 *
 * @param result empty where there is nothing to say, because the selection did nothing to it all in all
 */
record Outcome(State state, Optional<UndoResult> result) {
    private static Outcome of(State state, UndoResult result) {
        return new Outcome(state, Optional.of(result));
    }

    /** What the rules say, by what the selection did and by what is there. */
    static List<Outcome> of(List<Change> changes, State now, OnConflict onConflict, Set<Trait> traits) {
        // Who wrote while a person did may be seen as the first of the two, or as the second.
        var rules = Stream.of(changes, changes.stream().map(Change::sooner).toList())
                .flatMap(seen -> traits.contains(Trait.BY_FIELD)
                        ? Net.each(seen, false)
                        : Stream.concat(Net.each(seen, false), Net.each(seen, true)))
                .flatMap(net -> of(net, now, onConflict, traits).stream());
        return Stream.concat(rules, first(changes.getFirst().before(), now, onConflict).stream())
                .distinct()
                .toList();
    }

    /** Nothing that the truth shows: of what else there may be, as times, anything may be said. */
    private static List<Outcome> nothing(State now) {
        var outcomes = new ArrayList<Outcome>();
        outcomes.add(new Outcome(now, Optional.empty()));
        Stream.of(UndoResult.values()).forEach(result -> outcomes.add(of(now, result)));
        return outcomes;
    }

    private static List<Outcome> of(Net net, State now, OnConflict onConflict, Set<Trait> traits) {
        if (net.nothing()) {
            return nothing(now);
        }
        var outcomes = new ArrayList<Outcome>();
        var latest = latest(net, now, onConflict, traits);
        outcomes.add(net.cut() && back(latest) ? of(latest.state(), UndoResult.KEPT) : latest);
        boolean own = net.before().differing(net.after()).stream()
                .allMatch(field -> now.get(field).equals(net.before().get(field)));
        if (onConflict == OnConflict.RESTORE && !traits.contains(Trait.BY_FIELD) && own && !now.absent()) {
            // As good: what the agent changed is back, and the rest was never the agent's.
            outcomes.add(of(now, net.cut() ? UndoResult.KEPT : UndoResult.ALREADY_BACK));
        }
        if (onConflict == OnConflict.RESTORE && net.after().absent() && !now.absent()) {
            // As good: by choice, what is there again makes room for what was deleted.
            outcomes.add(of(net.before(), net.cut() ? UndoResult.KEPT : UndoResult.RESTORED));
        }
        if (onConflict == OnConflict.RESTORE
                && !traits.contains(Trait.BY_FIELD)
                && now.absent()
                && !net.before().absent()
                && !net.after().absent()) {
            // As good: by choice, what others deleted is there again as the agent found it.
            outcomes.add(of(net.before(), net.cut() ? UndoResult.KEPT : UndoResult.RESTORED));
        }
        if (traits.contains(Trait.INDIRECT) && now.absent()) {
            // It can't be told from one that can't be reached.
            outcomes.add(of(now, UndoResult.CANNOT));
        }
        return outcomes;
    }

    /** As good as the rules: all of it is, or is put back by choice, as it was before the first of the actions. */
    private static List<Outcome> first(State before, State now, OnConflict onConflict) {
        return before.equals(now)
                ? List.of(of(now, UndoResult.ALREADY_BACK))
                : onConflict == OnConflict.RESTORE ? List.of(of(before, UndoResult.RESTORED)) : List.of();
    }

    private static boolean back(Outcome outcome) {
        return outcome.result()
                .filter(result -> result == UndoResult.RESTORED || result == UndoResult.ALREADY_BACK)
                .isPresent();
    }

    private static Outcome latest(Net net, State now, OnConflict onConflict, Set<Trait> traits) {
        if (now.equals(net.before())) {
            return of(now, UndoResult.ALREADY_BACK);
        }
        if (now.absent()) {
            return net.after().absent() ? made(net, now, traits) : of(now, UndoResult.GONE);
        }
        if (net.after().absent()) {
            return of(now, UndoResult.KEPT);
        }
        boolean untouched = now.equals(net.after());
        if (net.before().absent()) {
            return untouched || onConflict == OnConflict.RESTORE
                    ? of(State.ABSENT, UndoResult.RESTORED)
                    : of(now, UndoResult.KEPT);
        }
        if (!traits.contains(Trait.BY_FIELD) && !net.before().equals(net.after())) {
            return untouched || onConflict == OnConflict.RESTORE
                    ? of(net.before(), UndoResult.RESTORED)
                    : of(now, UndoResult.KEPT);
        }
        return byField(net, now, onConflict);
    }

    private static Outcome made(Net net, State now, Set<Trait> traits) {
        return traits.contains(Trait.SAME_IDENTITY)
                ? of(net.before(), UndoResult.RESTORED)
                : of(now, UndoResult.COMPENSATED);
    }

    private static Outcome byField(Net net, State now, OnConflict onConflict) {
        var state = now;
        boolean conflict = false;
        for (var field : net.before().differing(net.after())) {
            boolean isBack = now.get(field).equals(net.before().get(field));
            boolean untouched = now.get(field).equals(net.after().get(field));
            if (!isBack && (untouched || onConflict == OnConflict.RESTORE)) {
                state = state.with(field, net.before().get(field));
            }
            conflict |= !isBack && !untouched && onConflict == OnConflict.KEEP;
        }
        if (conflict) {
            return of(state, UndoResult.KEPT);
        }
        return of(state, state.equals(now) ? UndoResult.ALREADY_BACK : UndoResult.RESTORED);
    }
}
