package dev.astern.connector.mcp;

import dev.astern.connector.ProblemException;
import dev.astern.connector.resource.Within;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A server over standard streams. It is started when it is first needed, started again when it ended, though not without
 * end, and ended when this is closed.
 */
final class StdioWire implements Wire {
    private static final int STARTS = 5;
    private static final String OFTEN = "it ended " + STARTS + " times within a minute";
    private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);
    private final Launcher launcher;
    private final int mostBytes;
    private final ReentrantLock starting = new ReentrantLock();
    private final ArrayDeque<Long> starts = new ArrayDeque<>();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong lives = new AtomicLong();
    private final AtomicLong toolChanges = new AtomicLong();
    private volatile @Nullable StdioPeer peer;
    private volatile String complaint = "";
    private volatile boolean closed;

    /** @param mostBytes the longest message that is taken */
    StdioWire(Launcher launcher, int mostBytes) {
        this.launcher = launcher;
        this.mostBytes = mostBytes;
    }

    @Override
    public Reply request(String method, Map<String, @Nullable Object> params, Within within) {
        // Nothing is said to a server that was not greeted: whoever greets asks for its life first.
        var now = peer;
        if (now == null || !now.alive()) {
            return new Reply.Unsent(now == null ? complaint : now.complaint());
        }
        long id = ids.incrementAndGet();
        var reply = now.request(id, Rpc.request(id, method, params), within);
        if (!now.alive()) {
            complaint = now.complaint();
        }
        return reply;
    }

    @Override
    public void notice(String method) {
        var now = peer;
        if (now != null) {
            now.send(Rpc.notice(method));
        }
    }

    private @Nullable StdioPeer running() {
        var now = peer;
        if (now != null && now.alive()) {
            return now;
        }
        starting.lock();
        try {
            now = peer;
            return now != null && now.alive() ? now : start();
        } finally {
            starting.unlock();
        }
    }

    private @Nullable StdioPeer start() {
        if (closed) {
            complaint = "it was closed";
            return null;
        }
        long now = System.nanoTime();
        starts.removeIf(at -> now - at > PERIOD_NANOS);
        if (starts.size() >= STARTS) {
            var last = complaint;
            complaint = last.startsWith(OFTEN) ? last : OFTEN + "; " + last;
            return null;
        }
        starts.add(now);
        try {
            var started = new StdioPeer(launcher.start(), mostBytes, toolChanges);
            peer = started;
            lives.incrementAndGet();
            return started;
        } catch (IOException e) {
            complaint = "it can't be started: " + Shown.line(String.valueOf(e.getMessage()), 300);
            return null;
        } catch (ProblemException e) {
            complaint = e.problem().detail();
            return null;
        }
    }

    /** Streams look the same in both eras. */
    @Override
    public void speaks(Era era, String version) {}

    @Override
    public long life() {
        var now = running();
        return now == null ? -1 : lives.get();
    }

    @Override
    public long toolChanges() {
        return toolChanges.get();
    }

    @Override
    public String complaint() {
        return complaint;
    }

    @Override
    public void close() {
        starting.lock();
        try {
            closed = true;
            var now = peer;
            if (now != null) {
                now.end("it was closed");
            }
        } finally {
            starting.unlock();
        }
    }
}
