package dev.astern.connector.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer, a JSON object or a stream of events, up to the reply to one request and not further. More bytes than
 * are allowed, whatever they are, end it.
 */
final class HttpAnswer implements HttpResponse.BodySubscriber<Reply> {
    private static final int NOT_FOUND = 404;
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder event = new StringBuilder();
    private final long id;
    private final int status;
    private final boolean stream;
    private final int mostBytes;
    private final AtomicLong toolChanges;
    private long taken;
    private Flow.@Nullable Subscription subscription;

    HttpAnswer(long id, HttpResponse.ResponseInfo info, int mostBytes, AtomicLong toolChanges) {
        this.id = id;
        this.status = info.statusCode();
        this.stream = info.headers()
                .firstValue("Content-Type")
                .map(type -> type.startsWith("text/event-stream"))
                .orElse(false);
        this.mostBytes = mostBytes;
        this.toolChanges = toolChanges;
    }

    @Override
    public CompletionStage<Reply> getBody() {
        return reply;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (var buffer : buffers) {
            taken += buffer.remaining();
            if (taken > mostBytes) {
                came(new Reply.Lost("it answered with more than " + mostBytes + " bytes"));
            }
            while (buffer.hasRemaining() && !reply.isDone()) {
                take(buffer.get());
            }
        }
    }

    private void take(byte next) {
        if (stream && next == '\n') {
            field(line.toString(UTF_8).stripTrailing());
            line.reset();
        } else {
            line.write(next);
        }
    }

    /** A line of the event stream; an empty one ends an event. */
    private void field(String text) {
        if (text.isEmpty()) {
            if (!event.isEmpty()) {
                said(event.toString().getBytes(UTF_8));
                event.setLength(0);
            }
        } else if (text.startsWith("data:")) {
            event.append(text.substring(5).strip()).append('\n');
        }
    }

    private void said(byte[] message) {
        switch (Rpc.read(message)) {
            case Rpc.Said.Answer(var to, var came) when to == id -> came(came);
            case Rpc.Said.Notice(var method)
            when method.equals("notifications/tools/list_changed") -> toolChanges.incrementAndGet();
            case Rpc.Said said -> {
                // What else it says is not asked for, and what it asks is not answered.
            }
        }
    }

    private void came(Reply answer) {
        reply.complete(answer);
        var given = subscription;
        if (given != null) {
            given.cancel();
        }
    }

    @Override
    public void onError(Throwable failure) {
        reply.complete(new Reply.Lost("the answer broke off"));
    }

    @Override
    public void onComplete() {
        if (stream) {
            field(line.toString(UTF_8).stripTrailing());
            field("");
        } else {
            said(line.toByteArray());
        }
        reply.complete(status >= 400 && status < 500 ? refused() : new Reply.Lost("it answered " + status));
    }

    /** Errors of the client are said before anything is done. */
    private Reply refused() {
        return new Reply.Failed(status == NOT_FOUND ? Rpc.METHOD_NOT_FOUND : status, "it answered " + status);
    }
}
