package dev.astern.stop;

import dev.astern.config.StopSettings;
import dev.astern.connector.Problem;
import dev.astern.model.Session;
import dev.astern.storage.StopStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** What a node has for stops, without the rest. */
final class TestNode implements AutoCloseable {
    final List<Stoppable.Cleared> cleared = new ArrayList<>();
    final List<Throwable> failures = new ArrayList<>();
    final Path folder;
    private final AtomicInteger lives = new AtomicInteger();
    final StopGate gate;
    final StopKeeper keeper;

    TestNode(String name, StopStore store, Path home) {
        this(name, store, home, System::nanoTime);
    }

    TestNode(String name, StopStore store, Path home, LongSupplier nanos) {
        folder = home.resolve(name);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var settings = StopSettings.in(folder);
        gate = new StopGate(new LocalStop(folder), this::covered, settings.held(), nanos, Clock.systemUTC());
        keeper = new StopKeeper(
                store,
                gate,
                settings,
                name,
                () -> name + "-" + lives.incrementAndGet(),
                nanos,
                (what, failure) -> failures.add(failure));
    }

    private Stoppable.Stopped covered(Stoppable.Objection objection) {
        var listed = cleared.stream()
                .filter(c -> objection.to(c.session(), c.target()).isPresent())
                .toList();
        return new Stoppable.Stopped(listed, () -> {});
    }

    Optional<Problem> objection(Session session) {
        return gate.objection(session, session.targets().getFirst());
    }

    @Override
    public void close() {
        keeper.close();
    }
}
