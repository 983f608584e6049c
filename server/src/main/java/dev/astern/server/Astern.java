package dev.astern.server;

import dev.astern.approval.ApprovalReceipts;
import dev.astern.approval.Approvals;
import dev.astern.approval.ApprovedRuns;
import dev.astern.approval.Deadlines;
import dev.astern.approval.Endings;
import dev.astern.approval.Promotions;
import dev.astern.config.EvidenceSettings;
import dev.astern.config.GatewaySettings;
import dev.astern.config.SessionSettings;
import dev.astern.config.StopSettings;
import dev.astern.connector.ConnectorProvider;
import dev.astern.evidence.Recorder;
import dev.astern.gate.Gate;
import dev.astern.gate.History;
import dev.astern.gate.Policies;
import dev.astern.gate.PolicyBook;
import dev.astern.gate.Quotas;
import dev.astern.gate.Stages;
import dev.astern.gateway.Actions;
import dev.astern.gateway.Gateway;
import dev.astern.gateway.GatewayLog;
import dev.astern.gateway.GatewayParts;
import dev.astern.gateway.ObservedCalls;
import dev.astern.gateway.Outcomes;
import dev.astern.gateway.Running;
import dev.astern.gateway.Settler;
import dev.astern.gateway.Staging;
import dev.astern.gateway.StepObserver;
import dev.astern.hook.HookCalls;
import dev.astern.incident.Incidents;
import dev.astern.journal.policy.Policy;
import dev.astern.journal.signer.Signer;
import dev.astern.library.RecoveryLibrary;
import dev.astern.model.Ids;
import dev.astern.model.Operator;
import dev.astern.model.UndoSelection;
import dev.astern.operator.Operators;
import dev.astern.operator.SetupCode;
import dev.astern.sealing.Vault;
import dev.astern.session.Sessions;
import dev.astern.stop.HeldBack;
import dev.astern.stop.LocalStop;
import dev.astern.stop.LocalStopLog;
import dev.astern.stop.Pace;
import dev.astern.stop.StopGate;
import dev.astern.stop.StopKeeper;
import dev.astern.stop.StopRecords;
import dev.astern.stop.Stops;
import dev.astern.storage.Stores;
import dev.astern.target.Connectors;
import dev.astern.target.Targets;
import dev.astern.undo.UndoOrder;
import dev.astern.undo.Undos;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole of the server but its doors and its database, put together in plain Java: what the doors are given, what a
 * test or a benchmark builds with {@code new}.
 */
public final class Astern implements AutoCloseable {
    /** Who orders what nobody has to be asked about. */
    private static final Operator SYSTEM = new Operator("system", "astern", Set.of(), Instant.EPOCH, null);

    private static final Duration HOUSEKEEPING_EVERY = Duration.ofSeconds(5);

    /**
     * What comes from outside.
     *
     * @param signer of the journal's checkpoints, or null where another node has it
     * @param witnesses who cosign, and how many have to, or null
     * @param timeAuthority of RFC 3161, or null
     * @param destroyedKeys keeps their ids where a restored store does not bring them back
     * @param firstPolicy in force until an operator puts another one there
     * @param steps told at each boundary between two steps; {@link StepObserver#none()} in production
     */
    public record Outside(
            Stores stores,
            Vault vault,
            List<ConnectorProvider> connectors,
            SetupCode setupCode,
            Ids ids,
            Clock clock,
            StepObserver steps,
            GatewayLog log,
            @Nullable Signer signer,
            @Nullable Policy witnesses,
            @Nullable URI timeAuthority,
            Consumer<List<String>> destroyedKeys,
            GatewaySettings gateway,
            SessionSettings sessions,
            EvidenceSettings evidence,
            StopSettings stops,
            dev.astern.policy.Policy firstPolicy,
            RecoveryLibrary library) {}

    private final Evidence evidence;
    private final Connectors connectors;
    private final Operators operators;
    private final Sessions sessions;
    private final Targets targets;
    private final Stages stages;
    private final Policies policies;
    private final History history;
    private final Incidents incidents;
    private final Approvals approvals;
    private final ApprovedRuns approvedRuns;
    private final Promotions promotions;
    private final Gateway gateway;
    private final Actions actions;
    private final HookCalls hookCalls;
    private final Undos undos;
    private final StopKeeper stopKeeper;
    private final Stops stops;
    private final LocalStopLog localStops;
    private final Settler settler;
    private final GatewayLog log;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("astern-housekeeping").daemon().factory());

    public Astern(Outside outside) {
        var stores = outside.stores();
        log = outside.log();
        var running = new Running();
        var stopGate = new StopGate(
                new LocalStop(outside.stops().folder()),
                running,
                outside.stops().held(),
                System::nanoTime,
                outside.clock());
        connectors = new Connectors(
                outside.connectors(), stores.keeping(), new HeldBack(stores.sessions()::byId, stopGate)::objection);
        operators = new Operators(stores.operators(), outside.setupCode(), outside.ids(), outside.clock());
        targets = new Targets(stores.targets(), connectors, outside.clock());
        var recorder = new Recorder(stores.journal(), outside.gateway());
        evidence = new Evidence(
                stores,
                outside.vault(),
                recorder,
                outside.signer(),
                outside.witnesses(),
                outside.timeAuthority(),
                outside.destroyedKeys(),
                targets,
                outside.evidence(),
                outside.ids(),
                outside.clock(),
                outside.steps()::at,
                outside.log()::failed);
        sessions = new Sessions(
                stores.sessions(),
                stores.uses(),
                stores.targets(),
                recorder,
                outside.ids(),
                outside.clock(),
                outside.sessions());
        stopKeeper = new StopKeeper(
                stores.stops(),
                stopGate,
                outside.stops(),
                outside.gateway().node(),
                () -> outside.ids().next("life"),
                System::nanoTime,
                outside.log()::failed);
        localStops =
                new LocalStopLog(outside.stops().folder(), outside.gateway().node(), evidence.acts());
        stops = new Stops(
                stores.stops(),
                stores.sessions(),
                stores.targets(),
                new StopRecords(evidence.acts(), stores.stops(), outside.log()::failed),
                stopGate,
                () -> stopKeeper.tick(true),
                Pace.system(),
                outside.stops(),
                outside.ids(),
                outside.clock());
        var keep = outside.sessions().cacheFor();
        var book = new PolicyBook(stores.policies(), outside.firstPolicy(), outside.clock(), keep);
        policies = new Policies(book, stores.policies(), recorder, outside.clock());
        var library = outside.library();
        var quotas = new Quotas(stores.uses(), outside.clock(), book::counts);
        history = new History(
                stores.actions(), stores.sessions(), stores.targets(), stores.undos(), stores.journal(), library);
        stages = new Stages(stores.workflows(), outside.clock(), keep);
        var parts = new GatewayParts(
                recorder,
                evidence.assurance(),
                new Outcomes(recorder, outside.steps(), outside.clock()),
                running,
                sessions,
                stopGate,
                new Gate(book, stages, quotas, library, outside.clock()),
                quotas,
                stores.observed(),
                outside.clock(),
                outside.steps(),
                outside.log(),
                outside.gateway());
        var receipts = new ApprovalReceipts(recorder, outside.clock());
        var endings = new Endings(this::gateway, stores.actions(), stores.sessions(), sessions::ended);
        var deadlines = new Deadlines(stops, endings);
        incidents = new Incidents(stores, recorder, outside.ids(), outside.clock());
        approvals = new Approvals(
                stores.approvals(), receipts, endings, deadlines, incidents, outside.ids(), outside.clock());
        var staging = new Staging(stores.actions(), stores.undos()::undone, stores.journal(), targets);
        gateway = new Gateway(parts, targets, stores.actions(), approvals, staging, outside.ids());
        promotions = new Promotions(gateway, staging, sessions, targets, outside.ids(), outside.clock());
        approvedRuns = new ApprovedRuns(
                stores.approvals(),
                stores.actions(),
                gateway,
                running,
                recorder,
                receipts,
                endings,
                deadlines,
                outside.log(),
                outside.clock(),
                outside.gateway().node());
        approvals.onApproved(id -> workers.execute(() -> approvedRuns.run(id)));
        actions = new Actions(stores.actions(), stores.journal(), targets);
        hookCalls = new HookCalls(
                gateway,
                new ObservedCalls(parts, stores.actions(), targets),
                approvals,
                approvedRuns,
                actions,
                evidence.acts());
        settler = new Settler(parts, stores.actions(), stores.sessions(), targets);
        undos = new Undos(parts, stores.undos(), stores.actions(), stores.sessions(), targets, outside.ids(), workers);
        gateway.onPartFailure(
                (session, action) -> undos.start(SYSTEM, UndoOrder.of(new UndoSelection.Actions(List.of(action)))));
    }

    /** Settles what an earlier life left in doubt, and goes on doing so while it lives. */
    public Astern start() {
        evidence.start();
        stopKeeper.start();
        keepHouse();
        var every = HOUSEKEEPING_EVERY.toMillis();
        var _ = housekeeping.scheduleWithFixedDelay(this::keepHouse, every, every, TimeUnit.MILLISECONDS);
        return this;
    }

    private void keepHouse() {
        try {
            settler.settle();
            undos.resume();
            approvedRuns.keepHouse();
            sessions.closeEnded();
            stops.keepHouse();
            localStops.keepHouse();
            incidents.keepHouse();
            evidence.keepHouse();
            targets.keepOpen();
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

    public Settler settler() {
        return settler;
    }

    public Gateway gateway() {
        return gateway;
    }

    public Actions actions() {
        return actions;
    }

    public HookCalls hookCalls() {
        return hookCalls;
    }

    public Incidents incidents() {
        return incidents;
    }

    public Approvals approvals() {
        return approvals;
    }

    public ApprovedRuns approvedRuns() {
        return approvedRuns;
    }

    public Promotions promotions() {
        return promotions;
    }

    public Policies policies() {
        return policies;
    }

    public History history() {
        return history;
    }

    public Stages stages() {
        return stages;
    }

    public Undos undos() {
        return undos;
    }

    public Stops stops() {
        return stops;
    }

    public Evidence evidence() {
        return evidence;
    }

    /** Lets undos that run come to an end for a moment, then lets go of the targets. */
    @Override
    public void close() {
        stopKeeper.close();
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
        evidence.close();
    }
}
