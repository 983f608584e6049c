package dev.astern.stop;

import dev.astern.model.Session;
import dev.astern.model.StopOrder;
import dev.astern.storage.StopStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Stops and leases in memory, for many threads; what needs sessions and actions is left out. */
final class MemoryStops implements StopStore {
    private final Map<String, StopOrder> orders = new LinkedHashMap<>();
    private final Map<String, Lease> leases = new LinkedHashMap<>();
    private final List<InFlight> inFlight = new ArrayList<>();
    /** What each thread that waits for changes has heard of. */
    private final ThreadLocal<Long> heard = ThreadLocal.withInitial(() -> -1L);

    private long epoch;

    private StopOrder put(StopOrder order, Changed changed) {
        var as = new StopOrder(
                order.id(),
                order.scope(),
                order.name(),
                order.reason(),
                order.by(),
                order.placedAt(),
                changed.epoch(),
                changed.acknowledged(),
                changed.release());
        orders.put(order.id(), as);
        notifyAll();
        return as;
    }

    private record Changed(
            long epoch,
            @org.jspecify.annotations.Nullable Instant acknowledged,
            StopOrder.@org.jspecify.annotations.Nullable Release release) {}

    @Override
    public synchronized Placed place(StopOrder order) {
        return new Placed(put(order, new Changed(++epoch, null, null)), true);
    }

    @Override
    public synchronized Optional<StopOrder> release(String id, StopOrder.Release release) {
        var order = byId(id).orElseThrow();
        epoch++;
        return Optional.of(put(order, new Changed(order.epoch(), order.acknowledgedAt(), release)));
    }

    @Override
    public synchronized InForce inForce() {
        return new InForce(
                epoch, orders.values().stream().filter(StopOrder::inForce).toList());
    }

    @Override
    public synchronized Optional<StopOrder> byId(String id) {
        return Optional.ofNullable(orders.get(id));
    }

    @Override
    public synchronized List<StopOrder> latest(int limit) {
        return List.copyOf(orders.values());
    }

    @Override
    public List<StopOrder> since(Instant from) {
        return latest(Integer.MAX_VALUE);
    }

    @Override
    public List<StopOrder> unrecorded() {
        return List.of();
    }

    @Override
    public void recorded(String id) {}

    @Override
    public synchronized void join(String life, String node) {
        leases.put(life, new Lease(life, node, 0, -1, Instant.EPOCH));
    }

    @Override
    public synchronized OptionalLong renew(String life, long known) {
        return renewed(life, known) ? OptionalLong.of(epoch) : OptionalLong.empty();
    }

    @Override
    public synchronized boolean confirm(String life, long known, List<InFlight> listed) {
        inFlight.addAll(listed);
        return renewed(life, known);
    }

    private boolean renewed(String life, long known) {
        return leases.computeIfPresent(
                        life, (l, lease) -> new Lease(l, lease.node(), lease.renewals() + 1, known, Instant.EPOCH))
                != null;
    }

    @Override
    public synchronized void leave(String life) {
        leases.remove(life);
    }

    @Override
    public synchronized List<Lease> leases() {
        return List.copyOf(leases.values());
    }

    @Override
    public synchronized void evict(String life, long renewals) {
        leases.computeIfPresent(life, (l, lease) -> lease.renewals() == renewals ? null : lease);
    }

    @Override
    public synchronized List<Listed> inFlight(String stopId) {
        return inFlight.stream()
                .filter(f -> f.stopId().equals(stopId))
                .map(f -> new Listed(f, null))
                .toList();
    }

    @Override
    public synchronized Reached acknowledge(StopOrder order, Instant at, boolean anyway) {
        boolean waits = !anyway && leases().stream().anyMatch(lease -> lease.epoch() < order.epoch());
        var now = waits ? orders.getOrDefault(order.id(), order) : put(order, new Changed(order.epoch(), at, null));
        return new Reached(now, leases(), inFlight(order.id()));
    }

    @Override
    public List<Session> sessions(StopOrder order, int limit) {
        return List.of();
    }

    @Override
    public synchronized boolean awaitChange(Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        try {
            while (epoch == heard.get() && System.nanoTime() < until) {
                wait(1 + (until - System.nanoTime()) / 1_000_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var before = heard.get();
        heard.set(epoch);
        return epoch != before;
    }
}
