package dev.astern.gateway;

import dev.astern.config.GatewaySettings;
import dev.astern.evidence.Assurance;
import dev.astern.evidence.Recorder;
import dev.astern.gate.Gate;
import dev.astern.gate.Quotas;
import dev.astern.session.Sessions;
import dev.astern.stop.StopCheck;
import dev.astern.storage.ObservedStore;
import java.time.Clock;

/** What every action needs, in one hand. */
public record GatewayParts(
        Recorder recorder,
        Assurance assurance,
        Outcomes outcomes,
        Running running,
        Sessions sessions,
        StopCheck stops,
        Gate gate,
        Quotas quotas,
        ObservedStore observed,
        Clock clock,
        StepObserver steps,
        GatewayLog log,
        GatewaySettings settings) {}
