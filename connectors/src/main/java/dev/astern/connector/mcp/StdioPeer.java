package dev.astern.connector.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.resource.Within;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** One running server. Whoever breaks the protocol's form, or floods, is ended: nothing of what it says later counts. */
final class StdioPeer {
    private static final int QUEUE = 1_000;
    private static final int NONSENSE = 100;
    private static final int UNASKED = 20_000;
    private final Launcher.Running running;
    private final LinkedBlockingQueue<Outgoing> outgoing = new LinkedBlockingQueue<>(QUEUE);
    private final Map<Long, CompletableFuture<Reply>> waiting = new ConcurrentHashMap<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong toolChanges;
    private final Tail errors = new Tail();
    private final int mostBytes;
    private volatile String complaint = "";

    private enum Line {
        WAITS,
        WRITTEN,
        DROPPED
    }

    private record Outgoing(String message, AtomicReference<Line> state) {
        Outgoing(String message) {
            this(message, new AtomicReference<>(Line.WAITS));
        }

        /** Whether it will certainly never be written. */
        boolean dropped() {
            return state.compareAndSet(Line.WAITS, Line.DROPPED) || state.get() == Line.DROPPED;
        }
    }

    StdioPeer(Launcher.Running running, int mostBytes, AtomicLong toolChanges) {
        this.running = running;
        this.mostBytes = mostBytes;
        this.toolChanges = toolChanges;
        daemon("mcp-out", this::write);
        daemon("mcp-in", this::read);
        daemon("mcp-err", () -> errors.drain(running.errors()));
    }

    private static void daemon(String name, Runnable work) {
        Thread.ofPlatform().daemon().name(name).start(work);
    }

    boolean alive() {
        return !over.get();
    }

    /** Why it is over, and what it said last on its error stream. */
    String complaint() {
        var said = errors.text();
        return said.isEmpty() ? complaint : complaint + "; it said last: " + said;
    }

    Reply request(long id, String message, Within within) {
        var reply = new CompletableFuture<Reply>();
        waiting.put(id, reply);
        var line = new Outgoing(message);
        try {
            if (!outgoing.offer(line)) {
                return new Reply.Unsent("too many requests wait for it");
            }
            if (over.get()) {
                reply.complete(lost());
            }
            var came = reply.get(within.left().toNanos(), TimeUnit.NANOSECONDS);
            return came instanceof Reply.Lost(var why) ? unanswered(line, why) : came;
        } catch (TimeoutException e) {
            return unanswered(line, "it did not answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unanswered(line, "nobody waited for the answer any longer");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a reply failed: bug", e);
        } finally {
            waiting.remove(id);
        }
    }

    private static Reply unanswered(Outgoing line, String why) {
        return line.dropped() ? new Reply.Unsent(why) : new Reply.Lost(why);
    }

    void send(String message) {
        if (!outgoing.offer(new Outgoing(message))) {
            end("it does not read what it is sent");
        }
    }

    private void write() {
        try (var out = running.toIt()) {
            while (!over.get()) {
                var next = outgoing.poll(1, TimeUnit.SECONDS);
                if (next != null && next.state().compareAndSet(Line.WAITS, Line.WRITTEN)) {
                    out.write((next.message() + "\n").getBytes(UTF_8));
                    out.flush();
                }
            }
        } catch (IOException e) {
            end("it closed its input");
        } catch (InterruptedException e) {
            end("it was interrupted");
        }
    }

    private void read() {
        var lines = new Lines(running.fromIt(), mostBytes);
        int unasked = 0;
        int nonsense = 0;
        try {
            for (var line = lines.next(); line != null && !over.get(); line = lines.next()) {
                switch (Rpc.read(line)) {
                    case Rpc.Said.Answer(var id, var reply) -> {
                        unasked = answered(id, reply) ? 0 : unasked + 1;
                    }
                    case Rpc.Said.Asks asks -> {
                        unasked++;
                        send(Rpc.answer(asks));
                    }
                    case Rpc.Said.Notice(var method) -> {
                        unasked++;
                        noticed(method);
                    }
                    case Rpc.Said.Nonsense _ -> nonsense++;
                }
                if (nonsense > NONSENSE || unasked > UNASKED) {
                    end(nonsense > NONSENSE ? "it says what is no JSON-RPC" : "it floods with what nobody asked for");
                }
            }
            end(lines.tooLong() ? "it sent a message of more than " + mostBytes + " bytes" : "it ended");
        } catch (IOException e) {
            end("it ended");
        }
    }

    private boolean answered(long id, Reply reply) {
        var asked = waiting.get(id);
        return asked != null && asked.complete(reply);
    }

    private void noticed(String method) {
        if (method.equals("notifications/tools/list_changed")) {
            toolChanges.incrementAndGet();
        }
    }

    /** Whoever still waits hears that nobody knows what became of the request, unless it was never written. */
    void end(String why) {
        if (over.compareAndSet(false, true)) {
            complaint = why;
            outgoing.forEach(Outgoing::dropped);
            running.kill();
            waiting.values().forEach(reply -> reply.complete(lost()));
        }
    }

    private Reply lost() {
        return new Reply.Lost(complaint());
    }

    /** The last of an error stream. */
    static final class Tail {
        private static final int MOST = 2_000;
        private final StringBuilder text = new StringBuilder();

        void drain(java.io.InputStream stream) {
            var buffer = new byte[1_024];
            try (stream) {
                for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                    add(new String(buffer, 0, read, UTF_8));
                }
            } catch (IOException e) {
                add("");
            }
        }

        private synchronized void add(String more) {
            text.append(more);
            if (text.length() > MOST) {
                text.delete(0, text.length() - MOST);
            }
        }

        synchronized String text() {
            var all = text.toString().strip();
            return Shown.line(all.substring(Math.max(0, all.length() - 300)), 300);
        }
    }
}
