package dev.astern.rest;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.gateway.Cancellation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Runs work for a caller and looks now and then whether the caller is still there. */
public final class Watched {
    private static final long LOOK_EVERY_MS = 200;

    private final ExecutorService executor;

    public Watched(ExecutorService executor) {
        this.executor = executor;
    }

    <T> T run(HttpServletRequest request, Function<Cancellation, T> work) {
        var cancellation = new Cancellation();
        var running = executor.submit(() -> work.apply(cancellation));
        while (true) {
            try {
                return running.get(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (!cancellation.cancelled() && Connection.gone(request)) {
                    cancellation.cancel();
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException("work failed", e.getCause());
            } catch (InterruptedException e) {
                cancellation.cancel();
                Thread.currentThread().interrupt();
                throw Problem.of(Reason.CANCELLED, "the gateway is shutting down")
                        .toException();
            }
        }
    }
}
