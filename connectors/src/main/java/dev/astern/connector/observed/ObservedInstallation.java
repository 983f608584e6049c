package dev.astern.connector.observed;

import dev.astern.connector.Installation;
import dev.astern.connector.TargetStatus;
import dev.astern.connector.TargetStatus.State;
import java.time.Instant;
import java.util.List;

/** Nothing is installed by the server: the hooks are, in the agent's own settings. */
final class ObservedInstallation implements Installation {
    @Override
    public TargetStatus status() {
        return new TargetStatus(State.READY, "hooks of coding agents", 0, List.of(), 0, Long.MAX_VALUE);
    }

    @Override
    public Script script() {
        return new Script(List.of(), List.of());
    }

    @Override
    public TargetStatus install() {
        return status();
    }

    @Override
    public TargetStatus refresh() {
        return status();
    }

    @Override
    public Pruned prune(Instant before, boolean dryRun) {
        return new Pruned(0, 0, dryRun);
    }

    @Override
    public TargetStatus uninstall(boolean keepImages) {
        return status();
    }
}
