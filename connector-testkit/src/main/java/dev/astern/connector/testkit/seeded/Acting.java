package dev.astern.connector.testkit.seeded;

import static dev.astern.connector.testkit.seeded.Site.check;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.Observed;
import dev.astern.connector.Operation;
import dev.astern.connector.Performance;
import dev.astern.connector.Resolution;
import dev.astern.connector.Settlement;
import dev.astern.connector.testkit.Laboratory.Fault;
import dev.astern.connector.testkit.Laboratory.Trait;
import dev.astern.connector.testkit.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One action of an agent, in whatever moment, and what its end is held against. Used once. */
final class Acting {
    /** How long who is in doubt waits for an answer. */
    static final Duration WAITS = Duration.ofSeconds(1);

    /** What an agent asks for, and what it is to leave. */
    private record Asked(String key, Call call, State meant) {}

    private final Site site;
    private final String id;
    private final Asked asked;
    private final State before;
    private final Map<String, State> all;
    private Optional<Fault> fault = Optional.empty();
    private Optional<Edit> edit = Optional.empty();
    private boolean first;

    private Acting(Site site, Map<String, State> all, Asked asked) {
        this.site = site;
        this.id = site.id("act");
        this.asked = asked;
        this.all = all;
        this.before = all.getOrDefault(asked.key(), State.ABSENT);
    }

    /** Draws one; nothing where an agent can do nothing to what is there. */
    static Optional<Acting> draw(Site site) {
        var all = site.truth();
        var key = site.any(Site.KEYS);
        return asked(site, key, all.getOrDefault(key, State.ABSENT)).map(asked -> new Acting(site, all, asked));
    }

    private static Optional<Asked> asked(Site site, String key, State state) {
        if (!site.has(Trait.LIFE_CYCLE)) {
            return state.absent() ? Optional.empty() : Optional.of(change(site, key, state));
        }
        boolean odd = site.chance(0.1);
        if (state.absent() != odd) {
            var fields = site.fields("agent");
            return Optional.of(new Asked(key, site.lab().create(key, fields), State.of(fields)));
        }
        return Optional.of(
                state.absent() || site.chance(0.3)
                        ? new Asked(key, site.lab().delete(key), State.ABSENT)
                        : change(site, key, state));
    }

    private static Asked change(Site site, String key, State state) {
        var field = site.any(List.of(site.lab().field(), site.lab().otherField()));
        var value = site.value("agent");
        return new Asked(key, site.lab().change(key, field, value), state.with(field, value));
    }

    /** Whether it is what an agent does who looked before: it has to work then. */
    private boolean plain() {
        return site.has(Trait.LIFE_CYCLE) ? before.absent() != asked.meant().absent() || changes() : changes();
    }

    private boolean changes() {
        return !before.absent()
                && !asked.meant().absent()
                && before.differing(asked.meant()).size() == 1;
    }

    void run() {
        if (site.chance(0.05)) {
            rehearse();
        } else if (plain() && site.chance(0.25) && !site.lab().faults().isEmpty()) {
            faulty();
        } else {
            clean();
        }
        check(!Thread.interrupted(), id + " leaves the thread interrupted");
    }

    private void rehearse() {
        var performance = site.process().rehearse(understood(site.process()), Moment.of(id, Moment.Kind.CLEARED));
        tell("is rehearsed", performance);
        check(!(performance instanceof Performance.Committed), id + " was only to be rehearsed");
        unchanged();
    }

    private void faulty() {
        var one = site.fault();
        fault = Optional.of(one);
        site.lab().next(one);
        boolean waits = one == Fault.HANG || one == Fault.LOSE_ANSWER;
        perform(waits ? Moment.within(id, WAITS) : Moment.of(id, Moment.Kind.CLEARED));
    }

    private void clean() {
        var kind = site.moment(!before.absent());
        if (kind != Moment.Kind.MEANWHILE) {
            perform(Moment.of(id, kind));
            return;
        }
        var made = site.editInBetween(asked.key(), before);
        var task = site.later(made);
        edit = Optional.of(made);
        var moment = Moment.meanwhile(id, task);
        perform(moment, task);
    }

    private void perform(Moment moment) {
        perform(moment, null);
    }

    private void perform(Moment moment, @Nullable FutureTask<Boolean> task) {
        var connector = site.process();
        @Nullable Performance performance = null;
        try {
            performance = connector.perform(understood(connector), moment);
        } catch (Scheduler.Killed e) {
            site.tell(id + " is killed: " + this);
        }
        first = moment.first();
        if (task != null && !done(task, moment)) {
            edit = Optional.empty();
        }
        if (performance == null) {
            site.restart();
            unchanged();
            settled(false);
        } else {
            tell(moment + fault.map(f -> " " + f).orElse(""), performance);
            ended(moment, performance);
        }
    }

    static boolean done(FutureTask<Boolean> task, Moment moment) {
        if (!moment.asked()) {
            return false;
        }
        try {
            return task.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("a person's edit does not end", e);
        }
    }

    private Operation understood(Connector connector) {
        var resolution = connector.resolve(asked.call());
        check(resolution instanceof Resolution.Resolved, id + " is not understood: " + resolution);
        return ((Resolution.Resolved) resolution).operation();
    }

    private void ended(Moment moment, Performance performance) {
        switch (performance) {
            case Performance.Committed committed -> {
                check(moment.kind().mayCommit(), id + " took effect without the right to");
                if (site.chance(0.07)) {
                    site.tell(id + " ends, and nobody hears of it");
                    site.restart();
                    settled(false);
                } else {
                    committed(committed.observed());
                }
            }
            case Performance.Failed failed -> never(moment, failed.problem().toString());
            case Performance.RolledBack taken -> never(moment, taken.problem().toString());
            case Performance.InDoubt doubt -> {
                check(fault.isPresent() || edit.isPresent(), id + " is in doubt, and nothing went wrong");
                settled(true);
            }
            case Performance.Elsewhere elsewhere -> throw new AssertionError("it was to be done here: " + elsewhere);
        }
    }

    /** What is there once a person's edit is, too. */
    private State with(State state) {
        return edit.map(made -> made.upon(state)).orElse(state);
    }

    private void never(Moment moment, String problem) {
        unchanged();
        boolean excused =
                fault.isPresent() || edit.isPresent() || !moment.kind().mayCommit() || !plain();
        check(excused, id + " had to work, and did not: " + problem);
        if (site.chance(0.3)) {
            settled(false);
        } else {
            site.ledger().never(id);
        }
    }

    /** Nothing but a person changed anything. */
    private void unchanged() {
        var expected = new TreeMap<>(all);
        expected.put(asked.key(), with(before));
        var now = site.truth();
        check(now.equals(expected), id + " had no effect, it was said, and left " + now + " of " + expected);
    }

    private void committed(Observed observed) {
        if (unseen(observed)) {
            unchanged();
            return;
        }
        var expected = new TreeMap<>(all);
        expected.put(asked.key(), with(asked.meant()));
        var now = site.truth();
        check(now.equals(expected), id + " took effect, it was said, and left " + now + " and not " + expected);
        check(!first || edit.filter(this::clashes).isEmpty(), id + " took effect, though a person had come first");
        applied(observed);
    }

    /** Whether not both of what a person did and of what was asked for can be there. */
    private boolean clashes(Edit made) {
        if (asked.meant().absent()) {
            // Of two who delete it, nobody can tell who did.
            return !(made instanceof Edit.Remove);
        }
        return !(made instanceof Edit.Set set)
                || !before.get(set.field()).equals(asked.meant().get(set.field()));
    }

    /** A program that says nothing of what it does may be believed, as long as nothing is said to be its work. */
    private boolean unseen(Observed observed) {
        return observed.total() == 0 && (site.has(Trait.INDIRECT) || before.equals(asked.meant()));
    }

    private void applied(Observed observed) {
        check(observed.total() == 1, id + " changed one resource, and is said to have changed " + observed.counts());
        var effects = site.process().effects(id, null, 10).effects();
        check(effects.size() == 1, id + " has one effect, and is said to have " + effects);
        var effect = effects.getFirst();
        check(Said.so(effect, before, asked.meant()), id + " is said to have done " + effect);
        site.ledger().named(effect.resource(), effect.key(), asked.key());
        var changes = new TreeMap<>(Map.of(asked.key(), new Change(before, asked.meant())));
        site.ledger().applied(id, observed.digest(), changes);
    }

    /** Another process asks, and hears the truth, or that nobody knows. */
    private void settled(boolean inDoubt) {
        Settlement settlement;
        try (var other = site.lab().reopened()) {
            settlement = other.settle(id);
        }
        site.tell(id + " is settled: " + Words.of(settlement));
        switch (settlement) {
            case Settlement.Applied(var observed) -> committed(observed);
            case Settlement.NeverApplied never -> {
                unchanged();
                site.ledger().never(id);
            }
            case Settlement.Unknown unknown -> {
                check(inDoubt || site.has(Trait.INDIRECT), id + " can be told, and nobody does: " + unknown);
                unknown();
            }
        }
    }

    /** All of it, or nothing. */
    private void unknown() {
        var now = site.truth(asked.key());
        boolean either = now.equals(with(before)) || now.equals(with(asked.meant()));
        check(either, id + " is in doubt, and left " + now);
    }

    private void tell(String how, Performance performance) {
        site.tell(id + " " + how + ": " + this + " -> " + Words.of(performance));
    }

    @Override
    public String toString() {
        return asked.call().tool() + " " + asked.call().arguments() + " of " + asked.key() + " = " + before
                + edit.map(made -> ", meanwhile " + made + (first ? " first" : ""))
                        .orElse("");
    }
}
