package dev.astern.target;

import dev.astern.connector.Connector;
import dev.astern.connector.ConnectorProvider;
import dev.astern.connector.Installation;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.TargetConfig;
import dev.astern.model.Target;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The open connectors, one per target as long as its settings stay the same. */
public final class Connectors implements AutoCloseable {
    private record Open(Target target, Connector connector) {}

    private final Map<String, ConnectorProvider> providers;
    private final Map<String, Open> open = new ConcurrentHashMap<>();

    public Connectors(List<ConnectorProvider> providers) {
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
                    return new Open(target, provider(target).open(config(target)));
                })
                .connector();
    }

    Installation installation(Target target) {
        return provider(target).installation(config(target));
    }

    /** Checks the settings without touching the target. */
    void check(Target target) {
        provider(target).open(config(target)).close();
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

    private static TargetConfig config(Target target) {
        return new TargetConfig(
                target.name(),
                target.url(),
                target.user(),
                SecretReference.open(target.passwordRef()),
                target.options());
    }
}
