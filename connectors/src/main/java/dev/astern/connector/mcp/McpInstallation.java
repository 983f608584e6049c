package dev.astern.connector.mcp;

import dev.astern.connector.Installation;
import dev.astern.connector.Keeping;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.TargetStatus;
import dev.astern.connector.TargetStatus.Finding;
import dev.astern.connector.TargetStatus.State;
import dev.astern.connector.resource.Within;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Pins a server's definitions, and says what became of them. At the server itself nothing is installed. */
final class McpInstallation implements Installation {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    /** Beyond what the clocks of nodes differ by. */
    private static final Duration ALL = Duration.ofDays(1);

    private final Supplier<Upstream> open;
    private final Pins pins;
    private final Keeping keeping;

    /** @param open one of its own for each use */
    McpInstallation(Supplier<Upstream> open, Pins pins, Keeping keeping) {
        this.open = open;
        this.pins = pins;
        this.keeping = keeping;
    }

    @Override
    public TargetStatus status() {
        try (var upstream = open.get()) {
            var within = Within.of(TIMEOUT);
            var offer = upstream.offer(within);
            var pinned = pins.read();
            if (offer.isEmpty()) {
                var problem = upstream.unreachable(within)
                        .orElseGet(() -> Problem.of(Reason.TARGET_UNREACHABLE, "the server did not answer at first"));
                return status(State.UNREACHABLE, "", pinned.orElse(Map.of()).size(), List.of(finding("", problem)));
            }
            var found = new ArrayList<Finding>();
            if (pinned.isEmpty()) {
                return status(State.NOT_INSTALLED, offer.get().product(), 0, found);
            }
            found.addAll(differing(pinned.get(), offer.get().tools()));
            if (offer.get().refused() > 0) {
                found.add(
                        finding(
                                "",
                                Problem.of(
                                        Reason.NOT_ALLOWED,
                                        offer.get().refused()
                                                + " of its tools are not offered: their names, sizes or schemas are not fit for it")));
            }
            boolean moved = found.stream().anyMatch(one -> one.reason() == Reason.DEFINITION_CHANGED);
            return status(
                    moved ? State.OUTDATED : State.READY,
                    offer.get().product(),
                    pinned.get().size(),
                    found);
        }
    }

    private static List<Finding> differing(Map<String, Definition> pinned, Map<String, Definition> now) {
        var names = new TreeSet<>(pinned.keySet());
        names.addAll(now.keySet());
        var found = new ArrayList<Finding>();
        for (var name : names) {
            var then = pinned.get(name);
            var there = now.get(name);
            if (then == null || there == null || !then.digest().equals(there.digest())) {
                var what = then == null
                        ? "is new, and not offered to agents"
                        : there == null ? "is gone" : "is defined otherwise than was pinned; calls of it are refused";
                found.add(finding(name, Problem.of(Reason.DEFINITION_CHANGED, "the tool " + name + " " + what)));
            }
        }
        return found;
    }

    private static Finding finding(String resource, Problem problem) {
        var next = problem.reason() == Reason.DEFINITION_CHANGED
                ? "Look at the change, then run `astern target refresh` to pin what is there now."
                : problem.reason().next();
        return new Finding(resource, problem.reason(), problem.detail(), next);
    }

    private TargetStatus status(State state, String product, int resources, List<Finding> found) {
        return new TargetStatus(state, product, resources, found, keeping.bytes(), Long.MAX_VALUE);
    }

    @Override
    public Script script() {
        return new Script(List.of(), List.of());
    }

    /** Pins what is there, where nothing was pinned; called again it changes nothing. */
    @Override
    public TargetStatus install() {
        if (pins.read().isEmpty()) {
            pin();
        }
        return status();
    }

    /** Pins what is there now: an operator has looked at it. */
    @Override
    public TargetStatus refresh() {
        pin();
        return status();
    }

    private void pin() {
        try (var upstream = open.get()) {
            upstream.offer(Within.of(TIMEOUT)).ifPresent(offer -> pins.write(offer.tools()));
        }
    }

    @Override
    public Pruned prune(Instant before, boolean dryRun) {
        return keeping.prune(before, dryRun);
    }

    @Override
    public TargetStatus uninstall(boolean keepImages) {
        pins.forget();
        if (!keepImages) {
            keeping.prune(Instant.now().plus(ALL), false);
        }
        return status();
    }
}
