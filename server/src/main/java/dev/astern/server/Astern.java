package dev.astern.server;

import dev.astern.config.GatewaySettings;
import dev.astern.config.SessionSettings;
import dev.astern.connector.ConnectorProvider;
import dev.astern.gateway.Actions;
import dev.astern.gateway.Gateway;
import dev.astern.gateway.GatewayLog;
import dev.astern.gateway.GatewayParts;
import dev.astern.gateway.Outcomes;
import dev.astern.gateway.Recorder;
import dev.astern.gateway.Running;
import dev.astern.gateway.Settler;
import dev.astern.gateway.StepObserver;
import dev.astern.model.Ids;
import dev.astern.operator.Operators;
import dev.astern.operator.SetupCode;
import dev.astern.session.Sessions;
import dev.astern.storage.Stores;
import dev.astern.target.Connectors;
import dev.astern.target.Targets;
import dev.astern.undo.Undos;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The whole of the server but its doors and its database, put together in plain Java: what the doors are given, what a
 * test or a benchmark builds with {@code new}.
 */
public final class Astern implements AutoCloseable {
    private static final Duration HOUSEKEEPING_EVERY = Duration.ofSeconds(5);

    /**
     * What comes from outside.
     *
     * @param steps told at each boundary between two steps; {@link StepObserver#none()} in production
     */
    public record Outside(
            Stores stores,
            List<ConnectorProvider> connectors,
            SetupCode setupCode,
            Ids ids,
            Clock clock,
            StepObserver steps,
            GatewayLog log,
            GatewaySettings gateway,
            SessionSettings sessions) {}

    private final Connectors connectors;
    private final Operators operators;
    private final Sessions sessions;
    private final Targets targets;
    private final Gateway gateway;
    private final Actions actions;
    private final Undos undos;
    private final Settler settler;
    private final GatewayLog log;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("astern-housekeeping").daemon().factory());

    public Astern(Outside outside) {
        var stores = outside.stores();
        log = outside.log();
        connectors = new Connectors(outside.connectors());
        operators = new Operators(stores.operators(), outside.setupCode(), outside.ids(), outside.clock());
        sessions = new Sessions(
                stores.sessions(),
                stores.targets(),
                stores.journal(),
                outside.ids(),
                outside.clock(),
                outside.sessions());
        targets = new Targets(stores.targets(), connectors, outside.clock());
        var recorder = new Recorder(stores.journal(), outside.gateway());
        var parts = new GatewayParts(
                recorder,
                new Outcomes(recorder, outside.steps(), outside.clock()),
                new Running(),
                sessions,
                outside.clock(),
                outside.steps(),
                outside.log(),
                outside.gateway());
        gateway = new Gateway(parts, targets, stores.actions(), outside.ids());
        actions = new Actions(stores.actions(), stores.journal(), targets);
        settler = new Settler(parts, stores.actions(), stores.sessions(), targets);
        undos = new Undos(parts, stores.undos(), stores.actions(), stores.sessions(), targets, outside.ids(), workers);
    }

    /** Settles what an earlier life left in doubt, and goes on doing so while it lives. */
    public Astern start() {
        keepHouse();
        var every = HOUSEKEEPING_EVERY.toMillis();
        var _ = housekeeping.scheduleWithFixedDelay(this::keepHouse, every, every, TimeUnit.MILLISECONDS);
        return this;
    }

    private void keepHouse() {
        try {
            settler.settle();
            undos.resume();
        } catch (RuntimeException e) {
            // The store may be away; the next round tries again.
            log.failed("housekeeping", e);
        }
    }

    public Operators operators() {
        return operators;
    }

    public Sessions sessions() {
        return sessions;
    }

    public Targets targets() {
        return targets;
    }

    public Gateway gateway() {
        return gateway;
    }

    public Actions actions() {
        return actions;
    }

    public Undos undos() {
        return undos;
    }

    /** Lets undos that run come to an end for a moment, then lets go of the targets. */
    @Override
    public void close() {
        housekeeping.shutdown();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(10, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connectors.close();
    }
}
