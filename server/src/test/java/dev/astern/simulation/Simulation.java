package dev.astern.simulation;

import dev.astern.connector.ProblemException;
import dev.astern.connector.testkit.Scheduler;
import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Cancellation;
import dev.astern.model.Agent;
import dev.astern.model.Ids;
import dev.astern.model.Operator;
import dev.astern.model.Permission;
import dev.astern.model.Session;
import dev.astern.model.StopOrder;
import dev.astern.model.StopScope;
import dev.astern.model.Target;
import dev.astern.session.StartSession;
import dev.astern.storage.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Two nodes, some sessions, many requests, and everything that can go wrong, all from one seed. */
final class Simulation {
    private static final String TARGET = "shop";
    private static final int NODES = 2;
    private static final int REQUESTS = 4;
    private static final int LEASE_ROUNDS = 25;
    private static final int MAX_ROUNDS = 50;
    private static final List<String> TOOLS = List.of("write", "write", "write", "write", "sly", "unknown");

    private final Scheduler scheduler;
    private final Faults faults;
    private final SimJournal journal;
    private final SimStores.MemorySessions sessionStore = new SimStores.MemorySessions();
    private final SimStores.MemoryTargets targetStore = new SimStores.MemoryTargets();
    private final SimStops stops;
    private final SimTime leaseTime;
    private final Auditor auditor;
    private final SimTarget target;
    private final List<SimNode> nodes = new ArrayList<>();
    private final Operator operator = new Operator("opr_1", "op", Set.of(Permission.values()), Instant.EPOCH, null);
    private final Ids ids;
    private final Clock clock;
    private Instant now = Instant.parse("2026-11-01T00:00:00Z");

    Simulation(long seed) {
        this(new Random(seed), Faults::of);
    }

    Simulation(Random random, Function<Random, Faults> weather) {
        scheduler = new Scheduler(random);
        faults = weather.apply(random);
        journal = new SimJournal(scheduler);
        auditor = new Auditor(journal);
        leaseTime = new SimTime(scheduler);
        stops = new SimStops(scheduler, journal, sessionStore, this::evicted);
        target = new SimTarget(scheduler, auditor, leaseTime);
        ids = ids();
        clock = clock();
        targetStore.add(new Target(TARGET, "simulated", "sim:", "u", "env:PATH", Map.of(), now));
        for (int i = 0; i < NODES; i++) {
            nodes.add(node("node-" + i));
        }
    }

    private Ids ids() {
        return new Ids() {
            private int number;

            @Override
            public String next(String prefix) {
                return prefix + "_" + ++number;
            }

            @Override
            public String token(String prefix) {
                return next(prefix);
            }
        };
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
    }

    private SimNode node(String name) {
        journal.heartbeat(name, now);
        var time = new SimNode.Time(clock, leaseTime, leaseTime);
        return new SimNode(name, journal, sessionStore, targetStore, stops, target, ids, time, this::between);
    }

    /** Nobody waits for it from now on. */
    private void evicted(String lease) {
        auditor.check(
                nodes.stream().noneMatch(node -> node.holds(lease)), "the lease " + lease + " was ended while it held");
    }

    /** Being held up matters most right after the last check. */
    private void between(String step) {
        scheduler.pause();
        if (step.equals("cleared")) {
            scheduler.stall(faults.stalls());
        }
    }

    /** What did not hold; empty when all is well. */
    List<String> run() {
        var sessions = List.of(session(), session());
        journal.faults(faults);
        target.faults(faults);
        stops.faults(faults);
        for (int i = 0; i < NODES; i++) {
            int number = i;
            for (var session : sessions) {
                scheduler.spawn(number, () -> agent(nodes.get(number), session));
            }
            scheduler.spawn(number, () -> housekeeping(nodes.get(number)));
            scheduler.spawn(number, () -> leases(nodes.get(number)));
        }
        scheduler.spawn(NODES, () -> operator(nodes.getFirst(), sessions.getFirst()));
        scheduler.spawn(NODES, () -> stopper(nodes.get(scheduler.random().nextInt(NODES)), sessions));
        scheduler.spawn(NODES, this::time);
        scheduler.run();
        return rest();
    }

    private Session session() {
        var request = new StartSession(new Agent("a", "1"), "test", List.of(TARGET), Duration.ofHours(12), null);
        return nodes.getFirst().sessions().start(operator, request).session();
    }

    private void agent(SimNode node, Session session) {
        for (int i = 0; i < REQUESTS; i++) {
            var cancellation = new Cancellation();
            if (scheduler.chance(faults.cancels())) {
                scheduler.spawn(NODES, cancellation::cancel);
            }
            ask(node, session, request(), cancellation);
            scheduler.pause();
        }
    }

    private ActionRequest request() {
        var random = scheduler.random();
        var key = scheduler.chance(0.5) ? "key-" + random.nextInt(3) : null;
        var tool = TOOLS.get(random.nextInt(TOOLS.size()));
        return new ActionRequest(
                TARGET, tool, Map.of("n", random.nextInt(2)), scheduler.chance(0.1), null, key, "", List.of(), 0);
    }

    private void ask(SimNode node, Session session, ActionRequest request, Cancellation cancellation) {
        try {
            auditor.answered(node.gateway().perform(session, request, cancellation));
        } catch (ProblemException e) {
            // A refusal without an action, or an honest "not known": nothing was promised.
            scheduler.pause();
        }
    }

    private void housekeeping(SimNode node) {
        for (int i = 0; i < REQUESTS; i++) {
            scheduler.pause();
            node.settler().settle();
        }
    }

    private void operator(SimNode node, Session session) {
        for (int i = 0; i < 10; i++) {
            scheduler.pause();
        }
        if (scheduler.chance(faults.revokes())) {
            node.sessions().revoke(operator, session.id());
            // Another node may trust what it has read for a moment longer.
            now = now.plusSeconds(2);
            auditor.revoked(session.id());
        }
    }

    private void leases(SimNode node) {
        for (int i = 0; i < LEASE_ROUNDS; i++) {
            scheduler.pause();
            scheduler.stall(faults.stalls() / 4);
            node.keeper().tick(scheduler.chance(0.5));
        }
    }

    private void stopper(SimNode node, List<Session> sessions) {
        var random = scheduler.random();
        for (int i = random.nextInt(40); i > 0; i--) {
            scheduler.pause();
        }
        if (!scheduler.chance(faults.stops())) {
            return;
        }
        var scope = List.of(StopScope.ALL, StopScope.SESSION, StopScope.TARGET).get(random.nextInt(3));
        var name = switch (scope) {
            case SESSION -> sessions.get(random.nextInt(2)).id();
            case TARGET -> TARGET;
            default -> "";
        };
        try {
            var order = node.stops()
                    .place(StopOrder.By.operator(operator), scope, name, "")
                    .order();
            auditor.stopHolds(order, stops.listedByTheirNode(order.id()));
            for (int i = random.nextInt(40); i > 0; i--) {
                scheduler.pause();
            }
            if (scheduler.chance(0.5)) {
                auditor.stopEnds(order);
                node.stops().release(operator, order.id(), "simulated");
            }
        } catch (StoreException e) {
            // It may be in force, and nobody was told that it is.
            scheduler.pause();
        }
    }

    /** Time goes on, and a node may die; one that is only slow looks dead, too, and wakes up again. */
    private void time() {
        for (int i = 0; i < 20; i++) {
            scheduler.pause();
            leaseTime.goOn();
            now = now.plusSeconds(scheduler.random().nextInt(5));
            if (scheduler.chance(0.1)) {
                now = now.plusSeconds(60);
            }
        }
        if (scheduler.chance(faults.kills())) {
            scheduler.kill(1);
            journal.nodeDied(1);
        }
    }

    /** The weather clears, a new node looks after what was left. */
    private List<String> rest() {
        journal.faults(Faults.NONE);
        target.faults(Faults.NONE);
        stops.faults(Faults.NONE);
        journal.drain();
        now = now.plusSeconds(600);
        var last = node("node-last");
        @Nullable List<?> left = null;
        for (int i = 0; i < MAX_ROUNDS && (left == null || !left.isEmpty()); i++) {
            last.settler().settle();
            journal.drain();
            left = journal.inDoubt("node-last", now);
        }
        return auditor.findings(target);
    }
}
