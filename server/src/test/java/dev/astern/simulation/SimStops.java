package dev.astern.simulation;

import dev.astern.connector.testkit.Scheduler;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.Session;
import dev.astern.model.StopOrder;
import dev.astern.storage.SessionStore;
import dev.astern.storage.StopStore;
import dev.astern.storage.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Stops and leases in memory; every call takes its time, may fail, and may have been done all the same. */
final class SimStops implements StopStore {
    private final Scheduler scheduler;
    private final SimJournal journal;
    private final SessionStore sessions;
    private final Map<String, StopOrder> orders = new LinkedHashMap<>();
    private final Map<String, Lease> leases = new LinkedHashMap<>();
    private final List<InFlight> inFlight = new ArrayList<>();
    private final Set<InFlight> byTheirNode = new HashSet<>();
    private final Consumer<String> evicted;
    private Faults faults = Faults.NONE;
    private long epoch;

    /** @param evicted is told of each lease that a node ended of another */
    SimStops(Scheduler scheduler, SimJournal journal, SessionStore sessions, Consumer<String> evicted) {
        this.evicted = evicted;
        this.scheduler = scheduler;
        this.journal = journal;
        this.sessions = sessions;
    }

    void faults(Faults now) {
        faults = now;
    }

    private <T> T call(Supplier<T> work) {
        scheduler.pause();
        if (scheduler.chance(faults.storeFails())) {
            throw new StoreException("simulated", new IllegalStateException("not done"));
        }
        scheduler.stall(faults.stalls() / 10);
        var result = work.get();
        scheduler.stall(faults.stalls() / 10);
        scheduler.pause();
        if (scheduler.chance(faults.storeFails())) {
            throw new StoreException("simulated", new IllegalStateException("done"));
        }
        return result;
    }

    private void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }

    private List<StopOrder> standing() {
        return orders.values().stream().filter(StopOrder::inForce).toList();
    }

    @Override
    public Placed place(StopOrder order) {
        return call(() -> {
            var same = standing().stream()
                    .filter(o -> o.scope() == order.scope() && o.name().equals(order.name()))
                    .findFirst();
            if (same.isPresent()) {
                return new Placed(same.get(), false);
            }
            epoch++;
            var placed = with(order, null, null);
            orders.put(order.id(), placed);
            return new Placed(placed, true);
        });
    }

    private StopOrder with(
            StopOrder order,
            @org.jspecify.annotations.Nullable Instant acknowledged,
            StopOrder.@org.jspecify.annotations.Nullable Release release) {
        var at = order.epoch() == 0 ? epoch : order.epoch();
        return new StopOrder(
                order.id(),
                order.scope(),
                order.name(),
                order.reason(),
                order.by(),
                order.placedAt(),
                at,
                acknowledged,
                release);
    }

    @Override
    public Optional<StopOrder> release(String id, StopOrder.Release release) {
        return call(() -> {
            var order = orders.get(id);
            if (order == null || !order.inForce()) {
                return Optional.<StopOrder>empty();
            }
            epoch++;
            orders.put(id, with(order, order.acknowledgedAt(), release));
            return Optional.of(orders.get(id));
        });
    }

    @Override
    public InForce inForce() {
        return call(() -> new InForce(epoch, standing()));
    }

    @Override
    public Optional<StopOrder> byId(String id) {
        return call(() -> Optional.ofNullable(orders.get(id)));
    }

    @Override
    public List<StopOrder> latest(int limit) {
        return List.copyOf(orders.values());
    }

    @Override
    public List<StopOrder> since(Instant from) {
        return List.copyOf(orders.values());
    }

    @Override
    public List<StopOrder> unrecorded() {
        return List.of();
    }

    /** Called from another thread, which the scheduler does not know. */
    @Override
    public void recorded(String id) {}

    @Override
    public void join(String life, String node) {
        run(() -> leases.put(life, new Lease(life, node, 0, -1, Instant.EPOCH)));
    }

    @Override
    public OptionalLong renew(String life, long known) {
        return call(() -> {
            var lease = leases.get(life);
            if (lease == null) {
                return OptionalLong.empty();
            }
            leases.put(life, new Lease(life, lease.node(), lease.renewals() + 1, known, Instant.EPOCH));
            return OptionalLong.of(epoch);
        });
    }

    @Override
    public boolean confirm(String life, long known, List<InFlight> listed) {
        return call(() -> {
            add(listed);
            byTheirNode.addAll(listed);
            var lease = leases.get(life);
            if (lease != null) {
                leases.put(life, new Lease(life, lease.node(), lease.renewals() + 1, known, Instant.EPOCH));
            }
            return lease != null;
        });
    }

    private void add(List<InFlight> listed) {
        listed.stream().filter(f -> !inFlight.contains(f)).forEach(inFlight::add);
    }

    /** What its own node listed before, as the node can't do so later and still let it take effect. */
    Set<String> listedByTheirNode(String stopId) {
        var ids = new HashSet<String>();
        byTheirNode.stream().filter(f -> f.stopId().equals(stopId)).forEach(f -> ids.add(f.actionId()));
        return ids;
    }

    @Override
    public void leave(String life) {
        leases.remove(life);
    }

    @Override
    public List<Lease> leases() {
        return call(() -> List.copyOf(leases.values()));
    }

    @Override
    public void evict(String life, long renewals) {
        run(() -> {
            var lease = leases.get(life);
            if (lease != null && lease.renewals() == renewals) {
                leases.remove(life);
                evicted.accept(life);
            }
        });
    }

    @Override
    public List<Listed> inFlight(String stopId) {
        return call(() -> listed(stopId));
    }

    private List<Listed> listed(String stopId) {
        return inFlight.stream()
                .filter(f -> f.stopId().equals(stopId))
                .map(f -> new Listed(
                        f, journal.byId(f.actionId()).map(Action::state).orElse(null)))
                .toList();
    }

    @Override
    public Reached acknowledge(StopOrder order, Instant at, boolean anyway) {
        return call(() -> {
            if (!anyway && leases.values().stream().anyMatch(l -> l.epoch() < order.epoch())) {
                return reached(orders.getOrDefault(order.id(), order));
            }
            journal.all().stream()
                    .filter(a -> !a.state().settled() && !a.rehearsal())
                    .filter(a -> order.covers(sessions.byId(a.sessionId()).orElseThrow(), a.target()))
                    .filter(a -> a.state() == ActionState.UNCONFIRMED
                            || leases.values().stream()
                                    .noneMatch(l -> l.node().equals(a.node()) && l.epoch() >= order.epoch()))
                    .forEach(a -> add(List.of(new InFlight(order.id(), a.id(), a.sessionId(), a.node()))));
            var acknowledged = with(order, at, order.release());
            orders.put(order.id(), acknowledged);
            return reached(acknowledged);
        });
    }

    private Reached reached(StopOrder order) {
        return new Reached(order, List.copyOf(leases.values()), listed(order.id()));
    }

    @Override
    public List<Session> sessions(StopOrder order, int limit) {
        return List.of();
    }

    @Override
    public boolean awaitChange(Duration atMost) {
        throw new IllegalStateException("rounds are asked for here");
    }
}
