package dev.astern.connector.testkit.seeded;

import static dev.astern.connector.testkit.seeded.Site.check;

import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.connector.UndoResult;
import dev.astern.connector.testkit.Laboratory.Trait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Holds what an undo left and said against what the rules allow, and against what can never be allowed. Used once. */
final class Audit {
    /**
     * One way in which an undo may end for a resource.
     *
     * @param from what the undo found
     * @param left what it left
     * @param now what is there, once a person's edit is, too
     */
    private record Way(State from, State left, State now, Optional<UndoResult> result) {}

    private final Site site;
    private final String id;
    private final SortedMap<String, List<Change>> changes;
    private final SortedMap<String, List<Change>> latest;
    private final SortedMap<String, State> before;
    private final Wanted wanted;
    private final SortedMap<String, Change> done = new TreeMap<>();
    private Optional<Edit> edit = Optional.empty();
    private boolean first;
    private boolean excused;

    /** @param latest of the changes those that were not over before the rest was done */
    Audit(
            Site site,
            String id,
            SortedMap<String, List<Change>> changes,
            SortedMap<String, List<Change>> latest,
            SortedMap<String, State> before,
            Wanted wanted) {
        this.site = site;
        this.id = id;
        this.changes = changes;
        this.latest = latest;
        this.before = before;
        this.wanted = wanted;
    }

    /** @param sooner whether the person was done before the undo could write */
    void meanwhile(Edit made, boolean sooner) {
        edit = Optional.of(made);
        first = sooner;
    }

    /** Something went wrong, so that what was tried may have failed. */
    void excuse() {
        excused = true;
    }

    /** What the undo did, by the truth. */
    SortedMap<String, Change> done() {
        return done;
    }

    void report(UndoReport report) {
        var said = said(report);
        var truth = site.truth();
        for (var key : Site.KEYS) {
            var result = Optional.ofNullable(said.get(key)).map(UndoItem::result);
            var now = truth.getOrDefault(key, State.ABSENT);
            var ways = ways(key);
            var way = ways.stream()
                    .filter(one -> one.now().equals(now) && one.result().equals(result))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(id + " left " + now + " of " + key + " = " + before.get(key)
                            + " and says "
                            + result + "; it may be any of " + ways));
            if (!way.from().equals(way.left())) {
                done.put(key, new Change(way.from(), way.left(), state(key)));
            }
            loses(key, now);
            falsely(key, now, Optional.ofNullable(said.get(key)));
        }
    }

    private Map<String, UndoItem> said(UndoReport report) {
        var said = new HashMap<String, UndoItem>();
        for (var item : report.items()) {
            var key = site.ledger().key(item);
            check(
                    key.isPresent() || !site.has(Trait.SAME_IDENTITY),
                    id + " says something of nobody knows what: " + item);
            key.ifPresent(one -> check(said.put(one, item) == null, id + " speaks twice of " + one));
        }
        return said;
    }

    private List<Way> ways(String key) {
        var found = state(key);
        var own = changes.getOrDefault(key, List.of());
        var made = edit.filter(one -> one.key().equals(key));
        if (own.isEmpty()) {
            return List.of(new Way(found, found, found, Optional.empty()));
        }
        var ways = new ArrayList<Way>();
        // Where both are possible it is what was seen to come first.
        if (first) {
            made.ifPresent(one -> after(one, ways, key, own));
        }
        // Where there is nothing to write, nobody looks again.
        var outcomes = outcomes(key, own, found).stream()
                .filter(outcome -> made.isEmpty() || !first || outcome.state().equals(found))
                .toList();
        add(ways, found, outcomes, made);
        if (!first) {
            made.ifPresent(one -> after(one, ways, key, own));
        }
        return ways;
    }

    /** The person came before the undo. */
    private void after(Edit made, List<Way> ways, String key, List<Change> own) {
        var moved = made.upon(state(key));
        add(ways, moved, outcomes(key, own, moved), Optional.empty());
        ways.add(new Way(moved, moved, moved, Optional.of(UndoResult.FAILED)));
        ways.add(new Way(moved, moved, moved, Optional.of(UndoResult.KEPT)));
    }

    private List<Outcome> outcomes(String key, List<Change> own, State found) {
        var traits = site.lab().traits();
        var rules = Outcome.of(own, found, wanted.of(key), traits).stream();
        var rest = latest.getOrDefault(key, own);
        return Stream.concat(rules, Outcome.of(rest, found, wanted.of(key), traits).stream())
                .distinct()
                .toList();
    }

    private void add(List<Way> ways, State found, List<Outcome> outcomes, Optional<Edit> later) {
        for (var outcome : outcomes) {
            var left = outcome.state();
            var now = later.map(made -> made.upon(left)).orElse(left);
            ways.add(new Way(found, left, now, outcome.result()));
            if (excused) {
                ways.add(new Way(found, found, found, Optional.of(UndoResult.FAILED)));
                ways.add(new Way(found, left, now, Optional.of(UndoResult.FAILED)));
            }
        }
    }

    private State state(String key) {
        return before.getOrDefault(key, State.ABSENT);
    }

    /** Whatever the rules say: what others wrote is never lost unless somebody chose that. */
    private void loses(String key, State now) {
        var own = changes.getOrDefault(key, List.of());
        var found = edit.filter(made -> made.key().equals(key))
                .map(made -> made.upon(state(key)))
                .orElse(state(key));
        if (wanted.of(key) == OnConflict.RESTORE || (now.absent() && edit.isPresent())) {
            return;
        }
        if (found.absent()) {
            boolean deleted = own.stream().anyMatch(change -> change.after().absent());
            check(now.absent() || deleted, id + " brought back " + key + ", which others had deleted");
            return;
        }
        for (var field : found.differing(now)) {
            boolean left =
                    own.stream().anyMatch(change -> change.after().get(field).equals(found.get(field)));
            check(left, id + " wrote over " + found.get(field) + " in " + field + " of " + key);
        }
    }

    /** Whatever the rules say: what is plainly back is as it was before the first of the actions. */
    private void falsely(String key, State now, Optional<UndoItem> item) {
        var own = changes.getOrDefault(key, List.of());
        boolean plainly = item.filter(one -> one.result() == UndoResult.RESTORED && one.reason() == null)
                .isPresent();
        if (plainly && edit.isEmpty() && Change.undisturbed(own)) {
            check(now.equals(own.getFirst().before()), id + " says that " + key + " is back, and it is " + now);
        }
    }
}
