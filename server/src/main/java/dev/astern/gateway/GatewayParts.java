package dev.astern.gateway;

import dev.astern.config.GatewaySettings;
import dev.astern.session.Sessions;
import java.time.Clock;

/** What every action needs, in one hand. */
public record GatewayParts(
        Recorder recorder,
        Outcomes outcomes,
        Running running,
        Sessions sessions,
        Clock clock,
        StepObserver steps,
        GatewayLog log,
        GatewaySettings settings) {}
