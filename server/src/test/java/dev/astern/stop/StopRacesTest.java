package dev.astern.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.config.StopSettings;
import dev.astern.connector.Clearance;
import dev.astern.connector.Observed;
import dev.astern.connector.ResourceCount;
import dev.astern.connector.Reversibility;
import dev.astern.connector.SessionRef;
import dev.astern.connector.Tier;
import dev.astern.gateway.ActionExecution;
import dev.astern.gateway.Running;
import dev.astern.model.Agent;
import dev.astern.model.Session;
import dev.astern.model.StopOrder;
import dev.astern.model.StopScope;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stops against actions that run, in real threads, thousands of times: what takes effect after an acknowledgement is what
 * was listed in it. More of them by {@code -Dastern.races=N}.
 */
class StopRacesTest {
    private static final int STOPS = Integer.getInteger("astern.races", 5_000);
    private static final int WORKERS_PER_NODE = 2;
    private static final Observed WRITE = new Observed(
            List.of(new ResourceCount("t", 0, 1, 0)),
            "digest",
            List.of(),
            List.of(),
            Tier.WRITE,
            Reversibility.REVERSIBLE_WITH_STATE);

    @TempDir
    private Path folder;

    private final MemoryStops store = new MemoryStops();
    private final Clock clock = Clock.systemUTC();
    /** Ids of actions, in the order in which they took effect. */
    private final List<String> effects = new ArrayList<>();

    private final AtomicInteger number = new AtomicInteger();
    private volatile boolean over;

    private static Session session() {
        var now = Instant.now();
        return new Session(
                "ses_1",
                Session.Kind.AGENT,
                new Agent("bot", "7"),
                "production",
                List.of("shop"),
                "opr_1",
                now,
                now.plusSeconds(600),
                null,
                null,
                null);
    }

    /** One thread that acts without a break, in the order in which the gateway does things. */
    private final class Worker {
        private final AtomicLong refused = new AtomicLong();
        private final AtomicLong applied = new AtomicLong();
        private final Session session = session();
        private final StopGate gate;
        private final Running running;
        private final Thread thread;

        private Worker(StopGate gate, Running running) {
            this.gate = gate;
            this.running = running;
            this.thread = Thread.ofPlatform().daemon().start(this::work);
        }

        private void work() {
            while (!over) {
                act("act_" + number.incrementAndGet());
            }
        }

        private void act(String id) {
            var execution = new ActionExecution(
                    id, new SessionRef(session.id(), session.expiresAt()), Duration.ofSeconds(5), observed -> decide());
            running.begin(execution, session, "shop", true);
            try {
                others();
                if (execution.clear(WRITE) instanceof Clearance.Commit) {
                    others();
                    synchronized (effects) {
                        effects.add(id);
                    }
                    applied.incrementAndGet();
                } else {
                    refused.incrementAndGet();
                }
            } finally {
                running.end(execution);
            }
        }

        private Clearance decide() {
            return gate.objection(session, "shop")
                    .<Clearance>map(Clearance.RollBack::new)
                    .orElseGet(() -> new Clearance.Commit(OptionalLong.of(gate.notAfterNanos())));
        }
    }

    @Test
    void what_takes_effect_after_an_acknowledgement_was_listed_in_it() throws InterruptedException {
        var settings = StopSettings.in(folder);
        var keepers = new ArrayList<StopKeeper>();
        var workers = new ArrayList<Worker>();
        for (var name : List.of("one", "two")) {
            var running = new Running();
            var gate = new StopGate(new LocalStop(folder), running, settings.held(), System::nanoTime, clock);
            var keeper = new StopKeeper(
                    store, gate, settings, name, () -> "life_" + number.incrementAndGet(), System::nanoTime, (w, e) -> {
                        throw new AssertionError(w, e);
                    });
            keeper.start();
            keepers.add(keeper);
            for (int i = 0; i < WORKERS_PER_NODE; i++) {
                workers.add(new Worker(gate, running));
            }
        }
        long listed = 0;
        for (int i = 0; i < STOPS; i++) {
            each(workers, worker -> worker.applied);
            listed += stop("stp_" + i, settings, workers);
        }
        over = true;
        for (var worker : workers) {
            worker.thread.join();
        }
        keepers.forEach(StopKeeper::close);
        assertThat(listed).as("some were caught right before their effect").isPositive();
    }

    private int stop(String id, StopSettings settings, List<Worker> workers) {
        var by = new StopOrder.By("opr_1", "ann");
        var order = new StopOrder(id, StopScope.ALL, "", "", by, clock.instant(), 0, null, null);
        var placed = store.place(order).order();
        new Acknowledgement(store, settings.lease(), spinning(), clock).await(placed);
        int acknowledged = applied();
        var listed = store.inFlight(id).stream().map(f -> f.what().actionId()).collect(Collectors.toSet());
        // Then what each of them had begun before is over.
        each(workers, worker -> worker.refused);
        var late = new HashSet<>(since(acknowledged));
        late.removeAll(listed);
        assertThat(late)
                .as("took effect after " + id + " was acknowledged, and were not listed")
                .isEmpty();
        store.release(id, new StopOrder.Release(by, clock.instant(), "race"));
        return listed.size();
    }

    private int applied() {
        synchronized (effects) {
            return effects.size();
        }
    }

    private List<String> since(int from) {
        synchronized (effects) {
            return List.copyOf(effects.subList(from, effects.size()));
        }
    }

    /** Waits until each has counted one more. */
    private static void each(List<Worker> workers, java.util.function.Function<Worker, AtomicLong> count) {
        var before = workers.stream().map(worker -> count.apply(worker).get()).toList();
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        for (int i = 0; i < workers.size(); i++) {
            while (count.apply(workers.get(i)).get() <= before.get(i)) {
                assertThat(System.nanoTime()).as("in 30 seconds").isLessThan(until);
                others();
            }
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // Nothing depends on it; it makes for more races.
    private static void others() {
        Thread.yield();
    }

    private static Pace spinning() {
        return new Pace() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void pause(Duration time) {
                others();
            }
        };
    }
}
