package dev.astern.simulation;

import dev.astern.config.GatewaySettings;
import dev.astern.config.SessionSettings;
import dev.astern.connector.Connector;
import dev.astern.connector.ConnectorProvider;
import dev.astern.connector.Installation;
import dev.astern.connector.TargetConfig;
import dev.astern.gateway.Gateway;
import dev.astern.gateway.GatewayParts;
import dev.astern.gateway.Outcomes;
import dev.astern.gateway.Recorder;
import dev.astern.gateway.Running;
import dev.astern.gateway.Settler;
import dev.astern.gateway.StepObserver;
import dev.astern.model.Ids;
import dev.astern.session.Sessions;
import dev.astern.storage.SessionStore;
import dev.astern.storage.TargetStore;
import dev.astern.target.Connectors;
import dev.astern.target.Targets;
import java.time.Clock;
import java.util.List;

/** One process: everything it knows by itself is gone when it dies. */
final class SimNode {
    private final Sessions sessions;
    private final Gateway gateway;
    private final Settler settler;

    SimNode(
            String name,
            SimJournal journal,
            SessionStore sessionStore,
            TargetStore targetStore,
            Connector connector,
            Ids ids,
            Clock clock,
            StepObserver steps) {
        var settings = GatewaySettings.defaults(name);
        sessions = new Sessions(sessionStore, targetStore, journal, ids, clock, SessionSettings.defaults());
        var targets = new Targets(targetStore, new Connectors(List.of(provider(connector))), clock);
        var recorder = new Recorder(journal, settings);
        var parts = new GatewayParts(
                recorder,
                new Outcomes(recorder, steps, clock),
                new Running(),
                sessions,
                clock,
                steps,
                (id, failure) -> {},
                settings);
        gateway = new Gateway(parts, targets, journal, ids);
        settler = new Settler(parts, journal, sessionStore, targets);
    }

    private static ConnectorProvider provider(Connector connector) {
        return new ConnectorProvider() {
            @Override
            public String kind() {
                return "simulated";
            }

            @Override
            public Connector open(TargetConfig config) {
                return connector;
            }

            @Override
            public Installation installation(TargetConfig config) {
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

    Settler settler() {
        return settler;
    }
}
