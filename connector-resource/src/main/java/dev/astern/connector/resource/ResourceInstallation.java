package dev.astern.connector.resource;

import dev.astern.connector.Installation;
import dev.astern.connector.Keeping;
import dev.astern.connector.TargetStatus;
import dev.astern.connector.TargetStatus.Finding;
import dev.astern.connector.TargetStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Nothing is installed at such a target: what is kept is with the gateway. */
public final class ResourceInstallation implements Installation {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** Beyond what the clocks of nodes differ by. */
    private static final Duration ALL = Duration.ofDays(1);

    private final Supplier<ResourceSystem> open;
    private final Keeping keeping;
    private final String product;
    private final List<Finding> findings;

    /**
     * @param open a system of its own, closed after each use
     * @param product what it is, for people
     * @param findings what is known of it beforehand, for example what it can't do
     */
    public ResourceInstallation(
            Supplier<ResourceSystem> open, Keeping keeping, String product, List<Finding> findings) {
        this.open = open;
        this.keeping = keeping;
        this.product = product;
        this.findings = List.copyOf(findings);
    }

    @Override
    public TargetStatus status() {
        try (var system = open.get()) {
            var problem = system.unreachable(Within.of(TIMEOUT));
            var found = new ArrayList<Finding>();
            problem.ifPresent(p ->
                    found.add(new Finding("", p.reason(), p.detail(), p.reason().next())));
            found.addAll(findings);
            return new TargetStatus(
                    problem.isPresent() ? State.UNREACHABLE : State.READY,
                    problem.isPresent() ? "" : product,
                    system.tools().size(),
                    found,
                    keeping.bytes(),
                    Long.MAX_VALUE);
        }
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
        return keeping.prune(before, dryRun);
    }

    /** What is kept goes by {@link #prune}; the target itself has nothing of it. */
    @Override
    public TargetStatus uninstall(boolean keepImages) {
        if (!keepImages) {
            keeping.prune(Instant.now().plus(ALL), false);
        }
        return status();
    }
}
