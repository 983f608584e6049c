package dev.astern.connector.testkit.seeded;

import static dev.astern.connector.testkit.seeded.Site.check;

import dev.astern.connector.Effect;
import dev.astern.connector.Observed;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Settlement;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.connector.UndoResult;
import dev.astern.connector.testkit.Laboratory.Fault;
import dev.astern.connector.testkit.Laboratory.Trait;
import dev.astern.connector.testkit.Scheduler;
import dev.astern.connector.testkit.seeded.Ledger.Entry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** One undo of some actions, in whatever moment, and what its end is held against. Used once. */
final class Undoing {
    private static final int ITEMS = 100;

    private final Site site;
    private final String id;
    private final List<Entry> selection;
    private final SortedMap<String, List<Change>> changes;
    private Wanted wanted;
    private SortedMap<String, State> before;
    private Optional<Fault> fault = Optional.empty();
    private Optional<Edit> edit = Optional.empty();
    private boolean first;
    private boolean moved;

    Undoing(Site site, List<Entry> selection, OnConflict onConflict) {
        this.site = site;
        this.id = site.id("und");
        this.selection = selection;
        this.changes = site.ledger().changes(selection);
        this.wanted = Wanted.all(onConflict);
        this.before = site.truth();
    }

    private UndoRequest request(@Nullable String plan) {
        Map<String, OnConflict> choices =
                wanted.chosen().isEmpty() ? Map.of() : Map.of(wanted.item(), OnConflict.RESTORE);
        return new UndoRequest(Ledger.selected(selection), wanted.onConflict(), choices, ITEMS, plan);
    }

    /** Whatever may happen. */
    void run() {
        var plan = plan();
        if (plan.isPresent() && site.chance(0.15) && choose(plan.get())) {
            plan = plan();
        }
        if (plan.isEmpty()) {
            return;
        }
        boolean bound = site.chance(0.3);
        if (bound && site.chance(0.4)) {
            move();
        }
        var digest = bound ? plan.get().digest() : null;
        boolean writes = plan.get().count(UndoResult.RESTORED) > 0;
        if (!moved && writes && site.chance(0.25) && !site.lab().faults().isEmpty()) {
            faulty(digest);
        } else {
            clean(digest);
        }
        check(!Thread.interrupted(), id + " leaves the thread interrupted");
    }

    /** On a quiet day. */
    void calmly() {
        if (plan().isPresent()) {
            perform(Moment.of(id, Moment.Kind.CLEARED), null, null);
        }
    }

    private State state(String key) {
        return before.getOrDefault(key, State.ABSENT);
    }

    private Optional<UndoReport> plan() {
        UndoReport plan;
        try {
            plan = site.process().planUndo(request(null));
        } catch (ProblemException e) {
            check(unreadable(), id + " can't be planned: " + e.problem());
            return Optional.empty();
        }
        site.tell(id + " is to undo " + this + ": " + Words.of(plan));
        var now = site.truth();
        check(now.equals(before), id + " was only planned, and left " + now);
        check(Said.contradiction(plan).isEmpty(), id + ", planned: " + Said.contradiction(plan));
        return Optional.of(plan);
    }

    /** Behind a program, what is gone can't be told from what can't be reached. */
    private boolean unreadable() {
        return site.has(Trait.INDIRECT)
                && changes.keySet().stream().anyMatch(key -> state(key).absent());
    }

    /** A person looks at the plan, and wants one thing back that it would keep. */
    private boolean choose(UndoReport plan) {
        var kept = plan.items().stream()
                .filter(item -> item.result() == UndoResult.KEPT)
                .findFirst();
        kept.ifPresent(
                item -> wanted = new Wanted(wanted.onConflict(), site.ledger().key(item), item.id()));
        return kept.isPresent();
    }

    /** A person writes between plan and undo. */
    private void move() {
        var key = site.any(List.copyOf(changes.keySet()));
        var made = site.edit(key, state(key));
        made.by(site.lab());
        site.tell("after the plan: " + made);
        before = site.truth();
        moved = true;
    }

    private void faulty(@Nullable String digest) {
        var one = site.fault();
        fault = Optional.of(one);
        site.lab().next(one);
        boolean waits = one == Fault.HANG || one == Fault.LOSE_ANSWER;
        perform(waits ? Moment.within(id, Acting.WAITS) : Moment.of(id, Moment.Kind.CLEARED), digest, null);
    }

    private void clean(@Nullable String digest) {
        var there =
                changes.keySet().stream().filter(key -> !state(key).absent()).toList();
        var kind = site.moment(!there.isEmpty());
        if (kind == Moment.Kind.MEANWHILE) {
            var key = site.any(there);
            var made = site.editInBetween(key, state(key));
            var task = site.later(made);
            edit = Optional.of(made);
            perform(Moment.meanwhile(id, task), digest, task);
        } else {
            perform(Moment.of(id, kind), digest, null);
        }
    }

    private void perform(Moment moment, @Nullable String digest, @Nullable FutureTask<Boolean> task) {
        @Nullable UndoPerformance performance = null;
        try {
            performance = site.process().undo(request(digest), moment);
        } catch (Scheduler.Killed e) {
            site.tell(id + " is killed");
        }
        first = moment.first();
        if (task != null && !Acting.done(task, moment)) {
            edit = Optional.empty();
        }
        var story = id + " " + moment + fault.map(f -> " " + f).orElse("") + (digest == null ? "" : " bound")
                + edit.map(made -> ", meanwhile " + made + (first ? " first" : ""))
                        .orElse("");
        if (performance == null) {
            site.restart();
            unchanged();
            settled(new TreeMap<>(), false);
        } else {
            site.tell(story + ": " + Words.of(performance));
            ended(moment, performance);
        }
    }

    private void ended(Moment moment, UndoPerformance performance) {
        switch (performance) {
            case UndoPerformance.NotApplied(var problem) -> {
                unchanged();
                boolean excused = moved
                        || fault.isPresent()
                        || edit.isPresent()
                        || !moment.kind().mayCommit();
                check(excused || unreadable(), id + " had to work, and did not: " + problem);
            }
            case UndoPerformance.Applied(var report, var observed) -> {
                boolean right = moment.kind().mayCommit() || moment.kind() == Moment.Kind.LATE;
                check(right, id + " was not cleared, and was applied");
                reported(report, observed, moment);
            }
            case UndoPerformance.InDoubt(var report, var observed, var problem) -> {
                check(fault.isPresent() || edit.isPresent(), id + " is in doubt, and nothing went wrong");
                settled(audited(report, moment), true);
            }
        }
    }

    private State with(String key, State state) {
        return edit.filter(made -> made.key().equals(key))
                .map(made -> made.upon(state))
                .orElse(state);
    }

    private void unchanged() {
        var expected = new TreeMap<>(before);
        expected.replaceAll(this::with);
        var now = site.truth();
        check(now.equals(expected), id + " had no effect, it was said, and left " + now + " of " + expected);
    }

    private void reported(UndoReport report, Observed observed, Moment moment) {
        var done = audited(report, moment);
        boolean unconfirmed = report.items().stream().anyMatch(item -> item.reason() == Reason.UNCONFIRMED);
        if (!unconfirmed) {
            applied(observed, done);
        }
        if (site.chance(0.1)) {
            settled(done, unconfirmed);
        }
    }

    /** @return what it did */
    private SortedMap<String, Change> audited(UndoReport report, Moment moment) {
        check(Said.contradiction(report).isEmpty(), id + ": " + Said.contradiction(report));
        var audit = new Audit(site, id, changes, site.ledger().latest(selection), before, wanted);
        edit.ifPresent(made -> audit.meanwhile(made, first));
        boolean late = moment.kind() == Moment.Kind.LATE;
        if (late || fault.isPresent()) {
            audit.excuse();
        }
        audit.report(report);
        check(!late || audit.done().isEmpty(), id + " wrote when its right was over: " + audit.done());
        return audit.done();
    }

    private void applied(Observed observed, SortedMap<String, Change> done) {
        // What comes back under another key is not looked at.
        if (site.has(Trait.SAME_IDENTITY)) {
            check(
                    observed.total() == done.size() + hidden(observed),
                    id + " changed " + done + ", and is said to have changed " + observed.counts());
        }
        if (!done.isEmpty()) {
            for (var effect : effects()) {
                check(
                        so(effect, done) || hidden(effect) || !site.has(Trait.SAME_IDENTITY),
                        id + " is said to have done " + effect + ", and did " + done);
            }
            site.ledger().applied(id, observed.digest(), done);
        }
    }

    private List<Effect> effects() {
        return site.process().effects(id, null, ITEMS).effects();
    }

    /** How many effects the truth does not show, as the owner of a mail. */
    private long hidden(Observed observed) {
        return observed.total() == 0
                ? 0
                : effects().stream().filter(this::hidden).count();
    }

    private boolean hidden(Effect effect) {
        return Said.sameIn(effect, List.of(site.lab().field(), site.lab().otherField()));
    }

    private static boolean so(Effect effect, SortedMap<String, Change> done) {
        return done.values().stream().anyMatch(change -> Said.so(effect, change.before(), change.after()));
    }

    /** Another process asks, and hears the truth, or that nobody knows. */
    private void settled(SortedMap<String, Change> done, boolean unconfirmed) {
        Settlement settlement;
        try (var other = site.lab().reopened()) {
            settlement = other.settle(id);
        }
        site.tell(id + " is settled: " + Words.of(settlement));
        boolean nothing = done.isEmpty() && site.has(Trait.SAME_IDENTITY);
        switch (settlement) {
            case Settlement.Applied(var observed) -> {
                check(
                        !nothing || observed.total() == hidden(observed),
                        id + " did nothing, and is settled as " + observed);
            }
            case Settlement.NeverApplied never -> check(done.isEmpty(), id + " did " + done + ", and never applied");
            case Settlement.Unknown unknown ->
                check(unconfirmed || done.isEmpty(), id + " can be told, and nobody does: " + unknown);
        }
    }

    @Override
    public String toString() {
        return selection.stream().map(Entry::id).toList() + " " + wanted + " at " + before;
    }
}
