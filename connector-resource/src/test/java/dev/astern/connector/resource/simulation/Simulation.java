package dev.astern.connector.resource.simulation;

import dev.astern.connector.Call;
import dev.astern.connector.Effect;
import dev.astern.connector.Observed;
import dev.astern.connector.Performance;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.Settlement;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.connector.UndoResult;
import dev.astern.connector.resource.ResourceConnector;
import dev.astern.connector.testkit.Scheduler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Two processes that act, one that undoes, one that settles, and a person, all from one seed. */
final class Simulation {
    static final int PEOPLE = 10;
    static final String SETTLER = "settler";
    private static final int PROCESSES = 3;
    private static final int ACTIONS = 5;
    private static final int UNDOS = 3;
    private static final int EDITS = 8;
    private static final List<String> CARDS = List.of("c1", "c2", "c3");
    private static final List<String> FIELDS = List.of("a", "b");
    private static final List<String> TOOLS =
            List.of("change", "change", "change", "change", "stir", "create", "new", "delete", "delete");

    private final Scheduler scheduler;
    private final Random random;
    private final Weather weather;
    private final World world = new World();
    private final Auditor auditor;
    private final Wire wire;
    private final SimKeeping keeping;
    private final Set<String> undoing = new HashSet<>();
    private int ids;

    Simulation(long seed) {
        this(new Random(seed), Weather::of);
    }

    Simulation(Random random, Function<Random, Weather> climate) {
        this.random = random;
        scheduler = new Scheduler(random);
        weather = climate.apply(random);
        auditor = new Auditor(world, weather);
        wire = new Wire(scheduler, world, auditor);
        keeping = new SimKeeping(scheduler, auditor, weather.keeping());
    }

    /** One process: a connector that nothing outlives but what is kept. */
    private final class Instance {
        private final SimSystem system;
        private final ResourceConnector connector;

        private Instance(Weather weather) {
            system = new SimSystem(scheduler, world, auditor, wire, weather);
            connector = new ResourceConnector(system, keeping);
        }
    }

    /** What did not hold; empty when all is well. */
    List<String> run() {
        world.tell(weather.toString());
        for (var card : CARDS) {
            FIELDS.forEach(field -> world.write("man_0", card, field, world.value("man_0"), 0));
        }
        for (int i = 0; i < 2; i++) {
            var process = new Instance(weather);
            scheduler.spawn(i, () -> times(ACTIONS, () -> act(process)));
        }
        var undoer = new Instance(weather);
        scheduler.spawn(2, () -> times(UNDOS, () -> undo(undoer)));
        var settler = new Instance(weather);
        scheduler.spawn(PEOPLE, () -> times(ACTIONS, () -> settleOne(settler)));
        scheduler.spawn(PEOPLE, () -> times(EDITS, this::edit));
        scheduler.spawn(PEOPLE, this::stops);
        scheduler.spawn(PEOPLE, this::kills);
        scheduler.run();
        rest();
        return auditor.findings();
    }

    List<String> story() {
        return world.story();
    }

    private void times(int times, Runnable work) {
        for (int i = 0; i < times; i++) {
            for (int wait = random.nextInt(12); wait > 0; wait--) {
                scheduler.pause();
            }
            work.run();
        }
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private void act(Instance process) {
        var id = "act_" + ++ids;
        var call = call(id);
        var resolved = (Resolution.Resolved) process.connector.resolve(call);
        auditor.begins(id, List.of(), false);
        world.tell(id + " asks for " + call);
        if (call.tool().equals("delete")) {
            call.arguments().keySet().forEach(card -> auditor.blurs(id, card, Wire.Kind.DELETE));
        }
        process.system.acts(id);
        var execution = new SimExecution(scheduler, auditor, weather, id);
        boolean rehearsal = scheduler.chance(0.1);
        @Nullable Performance performance = null;
        try {
            performance = rehearsal
                    ? process.connector.rehearse(resolved.operation(), execution)
                    : process.connector.perform(resolved.operation(), execution);
        } catch (ProblemException e) {
            // As the gateway takes it: nobody knows.
            world.tell(id + " ends with " + e.problem());
        }
        world.tell(id + " ends: " + performance);
        switch (performance) {
            case Performance.Committed done -> applied(process, id, done.observed());
            case Performance.RolledBack taken -> auditor.never(id);
            case Performance.Failed failed -> auditor.never(id);
            case Performance.InDoubt doubt -> settle(process, id, doubt.observed());
            case Performance.Elsewhere elsewhere -> throw new AssertionError("it was to be done here: " + elsewhere);
            case null -> settle(process, id, null);
        }
    }

    private Call call(String id) {
        var tool = any(TOOLS);
        var arguments = new TreeMap<String, Object>();
        int cards = tool.equals("new") || scheduler.chance(0.7) ? 1 : 2;
        for (int i = 0; i < cards; i++) {
            var fields = new TreeMap<String, String>();
            boolean all = tool.equals("create") || tool.equals("new");
            FIELDS.stream()
                    .filter(field -> all || scheduler.chance(0.6))
                    .forEach(field -> fields.put(field, world.value(id)));
            if (tool.equals("change") && fields.isEmpty()) {
                fields.put("a", world.value(id));
            }
            arguments.put(tool.equals("new") ? "new" : any(CARDS), fields);
        }
        return new Call(tool, arguments);
    }

    private void applied(Instance process, String id, Observed observed) {
        auditor.applied(id, observed, effects(process, id, observed));
    }

    private List<Effect> effects(Instance process, String id, Observed observed) {
        try {
            return process.connector.effects(id, null, 100).effects();
        } catch (ProblemException e) {
            return observed.sample();
        }
    }

    /** As the gateway does where it is not told how something ended. */
    private void settle(Instance process, String id, @Nullable Observed seen) {
        process.system.acts(SETTLER);
        var settlement = process.connector.settle(id);
        world.tell(id + " is settled: " + settlement);
        switch (settlement) {
            case Settlement.Applied(var observed) ->
                applied(process, id, seen == null || seen.digest().isEmpty() ? observed : seen);
            case Settlement.NeverApplied never -> auditor.never(id);
            case Settlement.Unknown unknown -> scheduler.pause();
        }
    }

    /** It may only have seemed dead to this process. */
    private void settleOne(Instance process) {
        var open = auditor.open();
        if (!open.isEmpty()) {
            settle(process, any(open), null);
        }
    }

    private void undo(Instance process) {
        var free = auditor.applied().keySet().stream()
                .filter(id -> !undoing.contains(id))
                .sorted()
                .toList();
        var some = free.stream().filter(id -> scheduler.chance(0.6)).toList();
        if (!some.isEmpty()) {
            undoing.addAll(some);
            undo(process, weather, some, scheduler.chance(0.15) ? OnConflict.RESTORE : OnConflict.KEEP);
            undoing.removeAll(some);
        }
    }

    private @Nullable UndoReport undo(Instance process, Weather then, List<String> actions, OnConflict onConflict) {
        var id = "und_" + ++ids;
        auditor.begins(id, actions, onConflict == OnConflict.RESTORE);
        world.tell(id + " undoes " + actions);
        process.system.acts(id);
        var selected = actions.stream()
                .map(action ->
                        new UndoRequest.Selected(action, auditor.applied().getOrDefault(action, "")))
                .toList();
        try {
            var request = new UndoRequest(selected, onConflict, Map.of(), 1000, null);
            var plan = process.connector.planUndo(request);
            var bound = scheduler.chance(0.3) ? plan.digest() : null;
            request = new UndoRequest(selected, onConflict, Map.of(), 1000, bound);
            var done = process.connector.undo(request, new SimExecution(scheduler, auditor, then, id));
            world.tell(id + " ends: " + done);
            return ended(process, id, done);
        } catch (ProblemException e) {
            settle(process, id, null);
            return null;
        }
    }

    private @Nullable UndoReport ended(Instance process, String id, UndoPerformance done) {
        return switch (done) {
            case UndoPerformance.Applied(var report, var observed) -> {
                auditor.undone(id, report);
                applied(process, id, observed);
                yield report;
            }
            case UndoPerformance.NotApplied not -> {
                auditor.never(id);
                yield null;
            }
            case UndoPerformance.InDoubt(var report, var observed, var problem) -> {
                auditor.undone(id, report);
                settle(process, id, observed);
                yield report;
            }
        };
    }

    private void edit() {
        var card = any(CARDS);
        if (!world.there(card)) {
            FIELDS.forEach(field -> world.write("man_1", card, field, world.value("man_1"), 0));
        } else if (scheduler.chance(0.2)) {
            world.remove("man_1", card, 0);
        } else {
            world.write("man_1", card, any(FIELDS), world.value("man_1"), 0);
        }
    }

    private void stops() {
        for (int wait = random.nextInt(300); wait > 0; wait--) {
            scheduler.pause();
        }
        if (scheduler.chance(0.5)) {
            auditor.stop();
            world.tell("stop");
            scheduler.pause();
            auditor.acknowledge();
            for (int wait = random.nextInt(100); wait > 0; wait--) {
                scheduler.pause();
            }
            auditor.release();
            world.tell("released");
        }
    }

    private void kills() {
        for (int wait = random.nextInt(300); wait > 0; wait--) {
            scheduler.pause();
        }
        if (weather.kills()) {
            scheduler.kill(random.nextInt(PROCESSES));
        }
    }

    /** The weather clears; a new process settles what was left, and takes back all that agents did. */
    private void rest() {
        auditor.release();
        undoInTheStorm();
        keeping.calm();
        var last = new Instance(weather.calm());
        auditor.open().forEach(id -> settle(last, id, null));
        var actions = acted();
        if (actions.isEmpty()) {
            return;
        }
        var report = undo(last, weather.calm(), actions, OnConflict.KEEP);
        auditor.check(report != null, "the last undo did not run");
        if (report != null) {
            takenBack(new HashSet<>(actions), report);
        }
    }

    /** Everything at once, while nothing else happens but faults. */
    private void undoInTheStorm() {
        var actions = acted();
        if (!actions.isEmpty()) {
            undo(new Instance(weather), weather, actions, OnConflict.KEEP);
            scheduler.run();
        }
    }

    private List<String> acted() {
        return auditor.applied().keySet().stream()
                .filter(id -> id.startsWith("act_"))
                .sorted()
                .toList();
    }

    /** Where a report says that all of a card is as before, nothing of an agent's is left of it. */
    private void takenBack(Set<String> actions, UndoReport report) {
        var back = report.items().stream()
                .filter(item -> item.result() == UndoResult.RESTORED || item.result() == UndoResult.ALREADY_BACK)
                .filter(item -> item.fields().stream().noneMatch(f -> f.result() == UndoResult.KEPT))
                .map(item -> String.valueOf(item.key()))
                .collect(Collectors.toSet());
        var said =
                report.items().stream().map(item -> String.valueOf(item.key())).collect(Collectors.toSet());
        for (var card : new ArrayList<>(world.cards())) {
            var key = String.valueOf(SimSystem.ref(card).key());
            world.cells(card).forEach((field, cell) -> {
                var author = World.author(cell.value());
                boolean agents =
                        actions.contains(author) && actions.stream().noneMatch(action -> auditor.blurred(action, card));
                boolean named = said.contains(key)
                        || said.contains("Image[fields={id=" + author + "}]")
                        // What the selection made and deleted is nothing, whatever another undo brought back of it.
                        || actions.stream()
                                .flatMap(action -> world.by(action).stream())
                                .anyMatch(write -> write.card().equals(card) && write.field() == null);
                auditor.check(!agents || named, "nothing is said of " + field + " of " + card + ": " + cell);
                auditor.check(
                        !agents || !back.contains(key), "said to be back: " + field + " of " + card + ": " + cell);
            });
        }
        report.items()
                .forEach(item -> auditor.check(
                        item.result() != UndoResult.FAILED && item.reason() != Reason.BEFORE_STATE_ALTERED,
                        "on a quiet day: " + item));
    }
}
