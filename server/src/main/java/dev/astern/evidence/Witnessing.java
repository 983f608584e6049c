package dev.astern.evidence;

import dev.astern.config.EvidenceSettings;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.model.Log;
import dev.astern.model.Receipt;
import dev.astern.model.SignedCheckpoint;
import dev.astern.storage.LogStore;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps the witnesses up to date, at once for those who wait, and tells them when enough have seen their intent. */
public final class Witnessing implements AutoCloseable {
    private final Log log;
    private final LogStore store;
    private final Witnesses witnesses;
    private final boolean asks;
    private final EvidenceSettings settings;
    private final Consumer<String> onFork;
    private final EvidenceLog failures;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long witnessed;
    private @Nullable SignedCheckpoint latest;
    private long wanted;
    private boolean closed;
    private @Nullable Thread thread;

    /**
     * @param asks whether this node asks them; otherwise it looks what the one that does has got
     * @param onFork told why, when a witness has seen another history
     */
    public Witnessing(
            Log log,
            LogStore store,
            Witnesses witnesses,
            boolean asks,
            EvidenceSettings settings,
            Consumer<String> onFork,
            EvidenceLog failures) {
        this.log = log;
        this.store = store;
        this.witnesses = witnesses;
        this.asks = asks;
        this.settings = settings;
        this.onFork = onFork;
        this.failures = failures;
    }

    public void start() {
        thread = Thread.ofPlatform().name("astern-witnesses").daemon().start(this::run);
    }

    /**
     * Waits until enough witnesses have seen a receipt, which a signed checkpoint covers already.
     *
     * @return empty when they have or nobody asks for it, otherwise why not
     */
    Optional<Problem> awaitWitnessed(Receipt receipt) {
        if (!witnesses.needed()) {
            return Optional.empty();
        }
        try {
            return await(receipt.index() + 1)
                    ? Optional.empty()
                    : Optional.of(Problem.of(
                            Reason.NOT_WITNESSED,
                            "not enough witnesses saw the intent within "
                                    + settings.witnessedWithin().toMillis() + " ms"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(Problem.of(Reason.CANCELLED, "the gateway is shutting down"));
        }
    }

    /** A checkpoint over so many entries that enough witnesses have seen; empty when they don't answer in time. */
    Optional<SignedCheckpoint> covering(long size) {
        lock.lock();
        try {
            return await(size) ? Optional.ofNullable(latest) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private boolean await(long size) throws InterruptedException {
        long left = settings.witnessedWithin().toNanos();
        lock.lock();
        try {
            wanted = Math.max(wanted, size);
            changed.signalAll();
            while (witnessed < size) {
                if (left <= 0 || closed) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (pause()) {
            try {
                if (asks) {
                    ask();
                } else {
                    look();
                }
            } catch (RuntimeException e) {
                // The store may be away; the next round tries again.
                failures.failed("witnesses", e);
            }
        }
    }

    private void ask() {
        var signed = store.latest(log.id());
        if (signed.isEmpty() || signed.get().size() <= witnessed()) {
            return;
        }
        switch (witnesses.ask(signed.get())) {
            case Witnesses.Round.Fork(var why) -> onFork.accept(why);
            case Witnesses.Round.Asked(var quorum, var troubles) -> {
                if (!troubles.isEmpty()) {
                    failures.failed("witnesses", new IllegalStateException(String.join("; ", troubles)));
                }
                if (quorum) {
                    advance(signed.get());
                }
            }
        }
    }

    private void look() {
        store.latestCosigned(log.id())
                .filter(checkpoint -> checkpoint.size() > witnessed() && witnesses.seen(checkpoint))
                .ifPresent(this::advance);
    }

    private long witnessed() {
        lock.lock();
        try {
            return witnessed;
        } finally {
            lock.unlock();
        }
    }

    private void advance(SignedCheckpoint seen) {
        lock.lock();
        try {
            if (seen.size() > witnessed) {
                witnessed = seen.size();
                latest = seen;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** At most {@code witnessEvery}, less when somebody waits; false when this is closed. */
    private boolean pause() {
        long start = System.nanoTime();
        lock.lock();
        try {
            while (!closed) {
                var interval = wanted > witnessed ? settings.tick() : settings.witnessEvery();
                long left = start + interval.toNanos() - System.nanoTime();
                if (left <= 0) {
                    return true;
                }
                changed.awaitNanos(left);
            }
            return false;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (thread != null) {
            try {
                thread.join(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        witnesses.close();
    }
}
