package dev.astern.evidence;

import dev.astern.config.EvidenceSettings;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.journal.signer.Signer;
import dev.astern.model.Log;
import dev.astern.model.Receipt;
import dev.astern.model.SignedCheckpoint;
import dev.astern.storage.LogStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that what is appended is signed for within a tick, on the node that has the signer, and tells whoever must
 * not go on before it is. Nothing is signed any more once the log was seen not to extend what was signed.
 */
public final class Checkpoints implements AutoCloseable {
    /** How long a node without the signer waits before it looks again. */
    private static final Duration LOOK = Duration.ofMillis(20);

    /** Those who wait at the same time share a signature. */
    private static final Duration SOONEST = Duration.ofMillis(1);

    private static final int THIN_OUT_EVERY = 10_000;
    private static final Duration KEEP_ALL = Duration.ofHours(1);

    private final Log log;
    private final LogStore store;
    private final @Nullable Publisher publisher;
    private final @Nullable Witnesses witnesses;
    private final EvidenceSettings settings;
    private final Clock clock;
    private final EvidenceLog failures;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long signed;
    private long wanted;
    private @Nullable String halted;
    /** When all was signed for, or at least more than before. */
    private long lastGood = System.nanoTime();

    private boolean closed;

    /** Whether somebody has said that nothing was lost, where somebody is to be asked. */
    private boolean cleared;

    private @Nullable Thread thread;

    /**
     * @param signer of this node, or null when another node has it
     * @param witnesses who are asked whether entries were lost before anything is signed, or null
     */
    public Checkpoints(
            Log log,
            LogStore store,
            @Nullable Signer signer,
            @Nullable Witnesses witnesses,
            EvidenceSettings settings,
            Clock clock,
            EvidenceSteps steps,
            EvidenceLog failures) {
        this.log = log;
        this.store = store;
        this.publisher = signer == null ? null : new Publisher(log, store, signer, clock, steps);
        this.witnesses = witnesses;
        this.settings = settings;
        this.clock = clock;
        this.failures = failures;
    }

    /** Looks whether the store has what was signed, then goes on signing while it lives. */
    public Checkpoints start() {
        signed = store.latest(log.id()).map(SignedCheckpoint::size).orElse(0L);
        halted = log.halted();
        if (publisher != null) {
            var lost = publisher.lost();
            if (lost != null) {
                halt(lost);
            } else {
                store.halt(log.id(), null);
                halted = null;
                cleared = witnesses == null;
            }
        }
        thread = Thread.ofPlatform().name("astern-checkpoints").daemon().start(this::run);
        return this;
    }

    /** Why nothing may be changed any more, as far as this node knows. */
    public Optional<Problem> halted() {
        lock.lock();
        try {
            return Optional.ofNullable(halted == null ? unsigned() : halted)
                    .map(why -> Problem.of(Reason.JOURNAL_HALTED, why));
        } finally {
            lock.unlock();
        }
    }

    private @Nullable String unsigned() {
        var since = Duration.ofNanos(System.nanoTime() - lastGood);
        return since.compareTo(settings.unsignedFor()) > 0
                ? "nothing was signed for " + since.toSeconds() + " s, though entries came in or the signer is away"
                : null;
    }

    /**
     * Waits until a signed checkpoint covers a receipt.
     *
     * @return empty when one does, otherwise why not
     */
    public Optional<Problem> awaitSigned(Receipt receipt) {
        return awaitSigned(receipt.index() + 1);
    }

    /** Waits until a signed checkpoint covers so many entries. */
    Optional<Problem> awaitSigned(long size) {
        long deadline = System.nanoTime() + settings.signedWithin().toNanos();
        lock.lock();
        try {
            wanted = Math.max(wanted, size);
            changed.signalAll();
            while (signed < size) {
                long left = deadline - System.nanoTime();
                if (halted != null) {
                    return halted();
                }
                if (left <= 0 || closed) {
                    return Optional.of(Problem.of(
                            Reason.NOT_SIGNED,
                            "no checkpoint over the intent was signed within "
                                    + settings.signedWithin().toMillis() + " ms"));
                }
                changed.awaitNanos(left);
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(Problem.of(Reason.CANCELLED, "the gateway is shutting down"));
        } finally {
            lock.unlock();
        }
    }

    /** How many entries a signed checkpoint covers, as far as this node knows. */
    public long signed() {
        lock.lock();
        try {
            return signed;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        long rounds = 0;
        while (pause()) {
            try {
                if (publisher == null) {
                    follow();
                } else {
                    publish(publisher);
                    if (++rounds % THIN_OUT_EVERY == 0) {
                        store.thinOut(log.id(), clock.instant().minus(KEEP_ALL));
                    }
                }
            } catch (RuntimeException e) {
                // The store may be away; the next round tries again, and until then nobody is told that it is signed.
                failures.failed("checkpoint", e);
                backOff();
            }
        }
    }

    private void publish(Publisher publisher) {
        if (!cleared && witnesses != null) {
            clear(witnesses);
            return;
        }
        switch (publisher.round()) {
            case Publisher.Round.Signed(var size) -> advance(size, null);
            case Publisher.Round.Halted(var why) -> halt(why);
        }
    }

    private void clear(Witnesses witnesses) {
        switch (witnesses.before(log)) {
            case Witnesses.Before.Clear clear -> cleared = true;
            case Witnesses.Before.Lost(var why) -> halt(why);
            case Witnesses.Before.Unknown(var why) -> throw new IllegalStateException(why);
        }
    }

    private void follow() {
        long latest = store.latest(log.id()).map(SignedCheckpoint::size).orElse(0L);
        var why = store.current().halted();
        if (latest > signed() || latest >= store.size(log.id())) {
            advance(latest, why);
        } else if (why != null) {
            advance(0, why);
        }
    }

    /** Signs nothing any more, and says so to all nodes. */
    public void halt(String why) {
        advance(0, why);
        store.halt(log.id(), why);
    }

    private void advance(long size, @Nullable String why) {
        lock.lock();
        try {
            signed = Math.max(signed, size);
            halted = why;
            if (why == null) {
                lastGood = System.nanoTime();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Until the next tick, or until somebody waits; false when this is closed. */
    private boolean pause() {
        long start = System.nanoTime();
        lock.lock();
        try {
            while (!closed) {
                long left = start + interval() - System.nanoTime();
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

    private long interval() {
        if (publisher == null) {
            return LOOK.toNanos();
        }
        if (halted != null) {
            return Long.MAX_VALUE / 2;
        }
        return (wanted > signed ? SOONEST : settings.tick()).toNanos();
    }

    private void backOff() {
        try {
            Thread.sleep(settings.tick());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
    }
}
