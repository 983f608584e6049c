package dev.astern.workspace.runner;

import dev.astern.connector.Clearance;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.SessionRef;
import dev.astern.workspace.remote.Asked;
import dev.astern.workspace.remote.Frames;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The gateway at the other end of the connection. When it is gone before it gave its last word, the word is no.
 */
final class Caller implements Execution {
    private static final Problem GONE =
            Problem.of(Reason.CANCELLED, "the server went away before it cleared the action");

    private final Frames frames;
    private final Asked.For asked;
    private final CompletableFuture<Clearance> word = new CompletableFuture<>();
    private @Nullable Runnable cancel;
    private boolean cancelled;

    Caller(Frames frames, Asked.For asked) {
        this.frames = frames;
        this.asked = asked;
    }

    /** Reads what the other side has to say until it says no more; in a thread of its own. */
    void listen() {
        try {
            while (true) {
                heard(frames.read());
            }
        } catch (IOException e) {
            word.complete(new Clearance.RollBack(GONE));
            cancelled();
        }
    }

    private void heard(Frames.Message message) throws IOException {
        switch (message.kind()) {
            case "cleared" -> {
                var left = message.as(Asked.Cleared.class).remainingNs();
                word.complete(new Clearance.Commit(
                        left == null ? OptionalLong.empty() : OptionalLong.of(System.nanoTime() + left)));
            }
            case "refused" -> word.complete(new Clearance.RollBack(message.as(Problem.class)));
            case "cancel" -> cancelled();
            default -> throw new IOException("expected a word on the action, found " + message.kind());
        }
    }

    private synchronized void cancelled() {
        cancelled = true;
        if (cancel != null) {
            cancel.run();
        }
    }

    @Override
    public String actionId() {
        return asked.actionId();
    }

    @Override
    public SessionRef session() {
        return asked.session();
    }

    @Override
    public Duration timeout() {
        return Duration.ofMillis(asked.timeoutMs());
    }

    @Override
    public boolean bindsBeforeState() {
        return asked.bindsBeforeState();
    }

    @Override
    public Clearance clear(Observed observed) {
        synchronized (this) {
            cancel = null;
        }
        try {
            frames.send("clear", observed);
        } catch (IOException e) {
            return new Clearance.RollBack(GONE);
        }
        return word.join();
    }

    @Override
    public synchronized void onCancel(Runnable interrupt) {
        cancel = interrupt;
        if (cancelled) {
            interrupt.run();
        }
    }
}
