package dev.astern.connector.testkit.seeded;

import static dev.astern.connector.testkit.seeded.Site.check;

import dev.astern.connector.Performance;
import dev.astern.connector.Resolution;
import dev.astern.connector.Settlement;
import dev.astern.connector.Tier;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.connector.testkit.Laboratory.Trait;
import dev.astern.connector.testkit.seeded.Ledger.Entry;
import java.util.List;

/** A history of agents, people and undos, drawn step by step. */
final class SeededRun {
    private final Site site;

    SeededRun(Site site) {
        this.site = site;
    }

    /** @throws AssertionError where something does not hold */
    void run(int fewest) {
        for (int steps = fewest + site.below(fewest + 1); steps > 0; steps--) {
            step();
        }
        rest();
    }

    private void step() {
        int draw = site.below(100);
        if (draw < 22) {
            person();
        } else if (draw < 68) {
            Acting.draw(site).ifPresentOrElse(Acting::run, this::person);
        } else if (draw < 72) {
            read();
        } else if (draw < 75) {
            asksAgain();
        } else {
            undo();
        }
    }

    private void person() {
        var key = site.any(Site.KEYS);
        var edit = site.edit(key, site.truth(key));
        site.tell(edit.toString());
        edit.by(site.lab());
    }

    private void read() {
        var before = site.truth();
        var key = site.any(Site.KEYS);
        var state = before.getOrDefault(key, State.ABSENT);
        if (state.absent()) {
            return;
        }
        var connector = site.process();
        var resolution = connector.resolve(site.lab().read(key));
        check(resolution instanceof Resolution.Resolved, "it can't be read: " + resolution);
        var operation = ((Resolution.Resolved) resolution).operation();
        check(operation.tier() == Tier.READ, "a read is not one: " + operation.summary());
        var performance = connector.perform(operation, Moment.of(site.id("read"), Moment.Kind.CLEARED));
        check(performance instanceof Performance.Committed, "it can't be read: " + performance);
        var read = ((Performance.Committed) performance).output().results().toString();
        check(
                List.of(site.lab().field(), site.lab().otherField()).stream()
                        .allMatch(f -> read.contains(state.get(f))),
                key + " is " + state + " and reads " + read);
        check(site.truth().equals(before), "a read changed something");
    }

    /** What became of an action is the same whenever somebody asks. */
    private void asksAgain() {
        var ledger = site.ledger();
        if (site.chance(0.5) && !ledger.applied().isEmpty()) {
            var entry = site.any(ledger.applied());
            var settlement = site.process().settle(entry.id());
            var same = settlement instanceof Settlement.Applied(var observed)
                    && observed.digest().equals(entry.digest());
            check(same, entry.id() + " took effect, and is settled: " + settlement);
        } else if (!ledger.never().isEmpty()) {
            var id = site.any(ledger.never());
            var settlement = site.process().settle(id);
            check(settlement instanceof Settlement.NeverApplied, id + " never applied, and is settled: " + settlement);
        }
    }

    private void undo() {
        var applied = site.ledger().applied();
        if (applied.isEmpty()) {
            return;
        }
        var selection = selection(applied);
        if (selection.isEmpty()) {
            return;
        }
        new Undoing(site, selection, site.chance(0.15) ? OnConflict.RESTORE : OnConflict.KEEP).run();
        if (site.chance(0.3)) {
            twice(selection);
        }
    }

    private List<Entry> selection(List<Entry> applied) {
        return switch (site.below(5)) {
            case 0 -> List.of(site.any(applied));
            case 1 -> List.of(applied.getLast());
            case 2 -> applied.subList(Math.max(0, applied.size() - 3), applied.size());
            case 3 -> applied.stream().filter(entry -> site.chance(0.5)).toList();
            default -> applied;
        };
    }

    /** The second time there is nothing to do. */
    private void twice(List<Entry> selection) {
        new Undoing(site, selection, OnConflict.KEEP).calmly();
        var once = site.truth();
        new Undoing(site, selection, OnConflict.KEEP).calmly();
        check(site.truth().equals(once), "the same undo, again, left " + site.truth() + " of " + once);
    }

    /** All that agents did is taken back. */
    private void rest() {
        var all = site.ledger().applied().stream()
                .filter(entry -> entry.id().startsWith("act"))
                .toList();
        if (!all.isEmpty() && site.has(Trait.SAME_IDENTITY)) {
            twice(all);
        } else if (!all.isEmpty()) {
            new Undoing(site, all, OnConflict.KEEP).calmly();
        }
    }
}
