package dev.astern.connector.testkit.seeded;

import dev.astern.connector.Connector;
import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.Laboratory.Fault;
import dev.astern.connector.testkit.Laboratory.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;

/** One laboratory, two processes that use its target, and all that happened there so far. */
final class Site implements AutoCloseable {
    static final List<String> KEYS = List.of("k1", "k2", "k3");
    private static final int PROCESSES = 2;
    private static final List<Moment.Kind> UNUSUAL = List.of(
            Moment.Kind.REFUSED,
            Moment.Kind.LATE,
            Moment.Kind.CANCELLED_AT_ONCE,
            Moment.Kind.CANCELLED,
            Moment.Kind.KILLED);

    private final Laboratory lab;
    private final Random random;
    private final String run;
    private final List<Connector> processes = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private final Ledger ledger = new Ledger();
    private int ids;
    private int values;
    private boolean hung;

    Site(Laboratory lab, long seed) {
        this.lab = lab;
        this.random = new Random(seed);
        this.run = Long.toHexString(seed);
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(lab.reopened());
        }
    }

    Laboratory lab() {
        return lab;
    }

    Ledger ledger() {
        return ledger;
    }

    boolean has(Trait trait) {
        return lab.traits().contains(trait);
    }

    void tell(String line) {
        story.add(line);
    }

    List<String> story() {
        return story;
    }

    static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Of an action that nothing had before. */
    String id(String prefix) {
        return prefix + "_" + run + "x" + ++ids;
    }

    /** That nothing had before. */
    String value(String by) {
        return by + "%04d".formatted(++values);
    }

    Map<String, String> fields(String by) {
        return Map.of(lab.field(), value(by), lab.otherField(), value(by));
    }

    /** Whichever is free. */
    Connector process() {
        return any(processes);
    }

    /** One of them ends, and another takes its place. */
    void restart() {
        int which = below(PROCESSES);
        processes.get(which).close();
        processes.set(which, lab.reopened());
        tell("a process ends, and another takes its place");
    }

    State truth(String key) {
        return new State(lab.truth(key));
    }

    SortedMap<String, State> truth() {
        var truth = new TreeMap<String, State>();
        KEYS.forEach(key -> truth.put(key, truth(key)));
        return truth;
    }

    /** What goes wrong next. Who never answers costs the time that it takes to give up, so that this is rare. */
    Fault fault() {
        var faults = lab.faults().stream()
                .sorted()
                .filter(fault -> fault != Fault.HANG || (!hung && chance(0.2)))
                .toList();
        var fault = any(faults);
        hung |= fault == Fault.HANG;
        return fault;
    }

    /** What happens between a look and a write. */
    Moment.Kind moment(boolean there) {
        boolean meanwhile = there && has(Trait.CONDITIONAL) && chance(0.2);
        if (meanwhile) {
            return Moment.Kind.MEANWHILE;
        }
        return chance(0.7) ? Moment.Kind.CLEARED : any(UNUSUAL);
    }

    /** What a person may do to a resource that is as it is. */
    Edit edit(String key, State state) {
        return edit(key, state, List.of(lab.field(), lab.otherField()));
    }

    /** The same, in the moment between a look and a write. */
    Edit editInBetween(String key, State state) {
        return edit(key, state, lab.guarded());
    }

    private Edit edit(String key, State state, List<String> fields) {
        if (state.absent()) {
            return new Edit.Put(key, fields("hand"));
        }
        return chance(0.25) ? new Edit.Remove(key) : new Edit.Set(key, any(fields), value("hand"));
    }

    /** Whether it could be done: by then somebody else may have been there. */
    FutureTask<Boolean> later(Edit edit) {
        return new FutureTask<>(() -> {
            try {
                edit.by(lab);
                return true;
            } catch (RuntimeException e) {
                return false;
            }
        });
    }

    @Override
    public void close() {
        processes.forEach(Connector::close);
        lab.close();
    }
}
