package dev.astern.stop;

import dev.astern.config.StopSettings;
import dev.astern.storage.StopStore;
import dev.astern.storage.StopStore.InForce;
import dev.astern.storage.StoreException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps this node's lease, learns of stops and confirms them, and looks after the leases of nodes gone silent. */
public final class StopKeeper implements AutoCloseable {
    private static final Duration AFTER_FAILURE = Duration.ofMillis(50);

    private final StopStore store;
    private final StopGate gate;
    private final StopSettings settings;
    private final String node;
    private final Supplier<String> lives;
    private final BiConsumer<String, Throwable> failed;
    private final SilentNodes silent;
    private final Thread thread;

    private @Nullable String life;
    private long confirmed = -1;
    private boolean failing;
    private volatile boolean closed;

    /**
     * @param lives ids that nothing had before, one for each lease: another node may remember how often a lease of this
     *     one was renewed, and must not take a new one for that
     */
    public StopKeeper(
            StopStore store,
            StopGate gate,
            StopSettings settings,
            String node,
            Supplier<String> lives,
            LongSupplier nanos,
            BiConsumer<String, Throwable> failed) {
        this.store = store;
        this.gate = gate;
        this.settings = settings;
        this.node = node;
        this.lives = lives;
        this.failed = failed;
        silent = new SilentNodes(store, settings.lease(), nanos);
        thread = Thread.ofPlatform().name("astern-stops").daemon().unstarted(this::keep);
    }

    /** Returns with the lease, if the store answers. */
    public void start() {
        tick(false);
        thread.start();
    }

    private void keep() {
        while (!closed) {
            tick(heard());
        }
    }

    private boolean heard() {
        try {
            return store.awaitChange(settings.renewEvery());
        } catch (StoreException e) {
            // The lease can be kept without hearing at once, as long as there are other connections.
            LockSupport.parkNanos(AFTER_FAILURE.toNanos());
            return false;
        }
    }

    /**
     * One round: renews, obeys and confirms what is new. Without an answer of the store, the lease just runs out.
     *
     * @param heard whether there is most likely something new
     */
    public synchronized void tick(boolean heard) {
        if (closed) {
            return;
        }
        try {
            gate.obeyLocal();
            round(heard);
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                failing = true;
                failed.accept("stops", e);
            }
        }
    }

    private void round(boolean heard) {
        var lease = gate.lease();
        if (renewed(heard) || renewed(false)) {
            lease.run();
        }
        silent.look(life);
    }

    /**
     * Renews and confirms by one call when something is new, because somebody waits for that.
     *
     * @return false when the lease was ended; nobody waits for it, so that what it vouched for is over
     */
    private boolean renewed(boolean heard) {
        var own = life == null ? join() : life;
        if (!heard && confirmed >= 0) {
            var current = store.renew(own, confirmed);
            if (current.isEmpty()) {
                return ended();
            }
            if (current.getAsLong() == confirmed) {
                return true;
            }
        }
        return confirmed(own, store.inForce()) || ended();
    }

    private boolean confirmed(String own, InForce orders) {
        var obeyed = gate.obey(orders, confirmed, node);
        try {
            if (!store.confirm(own, orders.epoch(), obeyed.inFlight())) {
                return false;
            }
            confirmed = orders.epoch();
            return true;
        } finally {
            obeyed.cancel().run();
        }
    }

    private boolean ended() {
        gate.lose();
        life = null;
        confirmed = -1;
        return false;
    }

    private String join() {
        var fresh = lives.get();
        store.join(fresh, node);
        life = fresh;
        return fresh;
    }

    /** Stops writing, then says so. */
    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            gate.lose();
            try {
                if (life != null) {
                    store.leave(life);
                }
            } catch (StoreException e) {
                failed.accept("stops", e);
            }
        }
    }
}
