package dev.astern.simulation;

import dev.astern.config.GatewaySettings;
import dev.astern.config.SessionSettings;
import dev.astern.config.StopSettings;
import dev.astern.connector.Connector;
import dev.astern.connector.ConnectorProvider;
import dev.astern.connector.Installation;
import dev.astern.connector.Lent;
import dev.astern.connector.TargetConfig;
import dev.astern.evidence.Acts;
import dev.astern.evidence.Recorder;
import dev.astern.gateway.Gateway;
import dev.astern.gateway.GatewayParts;
import dev.astern.gateway.Outcomes;
import dev.astern.gateway.Running;
import dev.astern.gateway.Settler;
import dev.astern.gateway.Staging;
import dev.astern.gateway.StepObserver;
import dev.astern.model.Ids;
import dev.astern.session.Sessions;
import dev.astern.stop.LocalStop;
import dev.astern.stop.Pace;
import dev.astern.stop.StopGate;
import dev.astern.stop.StopKeeper;
import dev.astern.stop.StopRecords;
import dev.astern.stop.Stops;
import dev.astern.storage.SessionStore;
import dev.astern.storage.StopStore;
import dev.astern.storage.TargetStore;
import dev.astern.target.Connectors;
import dev.astern.target.Targets;
import dev.astern.testing.MemoryKeepingStore;
import dev.astern.testing.MemoryObservedStore;
import dev.astern.testing.OpenGate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One process: everything it knows by itself is gone when it dies. */
final class SimNode {
    private static final Path NOT_STOPPED = emptyFolder();

    private final Sessions sessions;
    private final Gateway gateway;
    private final Settler settler;
    private final StopKeeper keeper;
    private final Stops stops;
    private final StopGate gate;
    private String life = "";

    /** @param leaseTime the clock of leases, and its pace */
    record Time(Clock clock, Clock leaseTime, Pace pace) {}

    SimNode(
            String name,
            SimJournal journal,
            SessionStore sessionStore,
            TargetStore targetStore,
            StopStore stopStore,
            Connector connector,
            Ids ids,
            Time time,
            StepObserver steps) {
        var clock = time.clock();
        var settings = GatewaySettings.defaults(name);
        var leases = StopSettings.in(NOT_STOPPED);
        var running = new Running();
        gate = new StopGate(new LocalStop(NOT_STOPPED), running, leases.held(), time.pace()::nanos, time.leaseTime());
        keeper = new StopKeeper(
                stopStore, gate, leases, name, () -> live(ids), time.pace()::nanos, (what, failure) -> {});
        var targets =
                new Targets(targetStore, new Connectors(List.of(provider(connector)), new MemoryKeepingStore()), clock);
        var recorder = new Recorder(journal, settings);
        sessions = new Sessions(
                sessionStore, new OpenGate.NoUses(), targetStore, recorder, ids, clock, SessionSettings.defaults());
        var parts = new GatewayParts(
                recorder,
                (intent, tier, reversibility) -> Optional.empty(),
                new Outcomes(recorder, steps, clock),
                running,
                sessions,
                gate,
                OpenGate.at(clock),
                OpenGate.quotas(clock),
                new MemoryObservedStore(),
                clock,
                steps,
                (id, failure) -> {},
                settings);
        gateway = new Gateway(
                parts,
                targets,
                journal,
                new OpenGate.NoDesk(),
                new Staging(journal, undone -> Set.of(), journal, targets),
                ids);
        settler = new Settler(parts, journal, sessionStore, targets);
        stops = new Stops(
                stopStore,
                sessionStore,
                targetStore,
                new StopRecords(new Acts(recorder, clock), stopStore, (what, failure) -> {}),
                gate,
                () -> {},
                time.pace(),
                leases,
                ids,
                clock);
        keeper.tick(false);
    }

    private String live(Ids ids) {
        life = ids.next("life");
        return life;
    }

    /** Whether it believes to hold a lease. */
    boolean holds(String lease) {
        return life.equals(lease) && gate.current();
    }

    private static Path emptyFolder() {
        try {
            var folder = Files.createTempDirectory("astern-stop");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ConnectorProvider provider(Connector connector) {
        return new ConnectorProvider() {
            @Override
            public String kind() {
                return "simulated";
            }

            @Override
            public Connector open(TargetConfig config, Lent lent) {
                return connector;
            }

            @Override
            public Installation installation(TargetConfig config, Lent lent) {
                throw new UnsupportedOperationException("nothing is installed in a simulation");
            }
        };
    }

    Sessions sessions() {
        return sessions;
    }

    Gateway gateway() {
        return gateway;
    }

    /** Renews the node's lease, and obeys what is new; to be asked for again and again. */
    StopKeeper keeper() {
        return keeper;
    }

    Stops stops() {
        return stops;
    }

    Settler settler() {
        return settler;
    }
}
