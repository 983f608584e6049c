package dev.astern.target;

import dev.astern.connector.Connector;
import dev.astern.connector.ConnectorProvider;
import dev.astern.connector.Installation;
import dev.astern.connector.Lent;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.TargetConfig;
import dev.astern.model.Target;
import dev.astern.storage.KeepingStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The open connectors, one per target as long as its settings stay the same. */
public final class Connectors implements AutoCloseable {
    private record Open(Target target, Connector connector) {}

    private final Map<String, ConnectorProvider> providers;
    private final KeepingStore keeping;
    private final Releases releases;
    private final Map<String, Open> open = new ConcurrentHashMap<>();

    /** Whether what a session left held at a target may take effect now. */
    @FunctionalInterface
    public interface Releases {
        Optional<Problem> objection(String target, String sessionId);
    }

    /** Where nothing that is held ever takes effect. */
    public Connectors(List<ConnectorProvider> providers, KeepingStore keeping) {
        this(
                providers,
                keeping,
                (target, session) -> Optional.of(Problem.of(Reason.STOPPED, "nobody is there to say that it may")));
    }

    /** @param keeping lent to those whose targets can keep nothing */
    public Connectors(List<ConnectorProvider> providers, KeepingStore keeping, Releases releases) {
        this.keeping = keeping;
        this.releases = releases;
        this.providers = providers.stream().collect(Collectors.toMap(ConnectorProvider::kind, Function.identity()));
    }

    public Connector of(Target target) {
        return open.compute(target.name(), (name, known) -> {
                    if (known != null && known.target().equals(target)) {
                        return known;
                    }
                    if (known != null) {
                        known.connector().close();
                    }
                    return new Open(target, opened(target));
                })
                .connector();
    }

    private Connector opened(Target target) {
        var secrets = new TargetSecrets();
        var veil = new Veil(secrets::hide);
        return new VeiledConnector(
                veil.<Connector>over(() -> provider(target).open(config(target, secrets), lent(target, secrets))),
                veil);
    }

    Installation installation(Target target) {
        var secrets = new TargetSecrets();
        var veil = new Veil(secrets::hide);
        return new VeiledInstallation(
                veil.<Installation>over(
                        () -> provider(target).installation(config(target, secrets), lent(target, secrets))),
                veil);
    }

    /** Checks the settings without touching the target. */
    void check(Target target) {
        opened(target).close();
    }

    /** Opens what works between calls; what can't be opened now is for whoever asks for its status. */
    void keepOpen(Target target) {
        try {
            if (provider(target).worksBetweenCalls()) {
                of(target);
            }
        } catch (ProblemException e) {
            System.getLogger(Connectors.class.getName())
                    .log(System.Logger.Level.WARNING, "target " + target.name() + ": " + e.getMessage());
        }
    }

    /** Of one that was removed; what can't be reached any more has nothing to end here. */
    void abandon(Target target) {
        forget(target.name());
        try {
            installation(target).abandon();
        } catch (ProblemException e) {
            System.getLogger(Connectors.class.getName())
                    .log(System.Logger.Level.DEBUG, "target " + target.name() + ": " + e.getMessage());
        }
    }

    void forget(String name) {
        var known = open.remove(name);
        if (known != null) {
            known.connector().close();
        }
    }

    @Override
    public void close() {
        List.copyOf(open.keySet()).forEach(this::forget);
        providers.values().forEach(ConnectorProvider::close);
    }

    private ConnectorProvider provider(Target target) {
        var provider = providers.get(target.kind());
        if (provider == null) {
            throw Problem.of(
                            Reason.BAD_REQUEST,
                            "no connector of kind " + target.kind() + "; there are " + providers.keySet())
                    .toException();
        }
        return provider;
    }

    private Lent lent(Target target, TargetSecrets secrets) {
        return new Lent(
                new TargetKeeping(keeping, target.name()),
                secrets::of,
                session -> releases.objection(target.name(), session));
    }

    private static TargetConfig config(Target target, TargetSecrets secrets) {
        return new TargetConfig(
                target.name(), target.url(), target.user(), secrets.of(target.passwordRef()), target.options());
    }
}
