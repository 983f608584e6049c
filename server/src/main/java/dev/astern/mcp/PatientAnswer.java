package dev.astern.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.gateway.Cancellation;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Answers at once in plain JSON; work that takes longer in an event stream with a comment every second, because a
 * client that has hung up is only noticed by writing to it. Then the work is cancelled.
 */
final class PatientAnswer {
    private static final byte[] COMMENT = ":\n\n".getBytes(UTF_8);

    private PatientAnswer() {}

    static void write(
            HttpServletResponse response, @Nullable Object id, Callable<Object> work, Cancellation cancellation)
            throws IOException {
        var task = new FutureTask<>(work);
        Thread.ofVirtual().name("mcp-call").start(task);
        try {
            var answer = await(task, id);
            if (answer != null) {
                Exchange.answer(response, 200, answer);
                return;
            }
            stream(response, task, id);
        } catch (IOException e) {
            cancellation.cancel();
            throw e;
        } catch (InterruptedException e) {
            cancellation.cancel();
            Thread.currentThread().interrupt();
        }
    }

    private static void stream(HttpServletResponse response, FutureTask<Object> task, @Nullable Object id)
            throws IOException, InterruptedException {
        response.setContentType("text/event-stream");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        var out = response.getOutputStream();
        Object answer = null;
        while (answer == null) {
            out.write(COMMENT);
            out.flush();
            answer = await(task, id);
        }
        out.write(("event: message\ndata: " + Json.write(answer) + "\n\n").getBytes(UTF_8));
        out.flush();
    }

    /** The answer, or null when it is not there within a second. */
    private static @Nullable Object await(FutureTask<Object> task, @Nullable Object id) throws InterruptedException {
        try {
            return task.get(1, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            return null;
        } catch (ExecutionException e) {
            System.getLogger("dev.astern.mcp").log(System.Logger.Level.ERROR, "a tool call failed", e.getCause());
            return RpcError.of(200, RpcError.INTERNAL, "internal error").toJson(id);
        }
    }
}
