package dev.astern.connector.kubernetes;

import dev.astern.connector.Connector;
import dev.astern.connector.ConnectorProvider;
import dev.astern.connector.Installation;
import dev.astern.connector.Lent;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.common.ServerUrl;
import dev.astern.connector.http.AddressGuard;
import dev.astern.connector.http.Wire;
import dev.astern.connector.resource.ResourceConnector;
import dev.astern.connector.resource.ResourceInstallation;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Targets of kind {@code kubernetes}: a cluster's API. The target's secret is a bearer token. The options are {@code ca}, the
 * path of the PEM file with the cluster's authority; {@code namespace}, where calls name none; {@code client_certificate} and
 * {@code client_key}, references of secrets with PEM texts, instead of the token; and {@code hosts}, hosts near the gateway
 * that may be called.
 */
public final class KubernetesProvider implements ConnectorProvider {
    private static final Set<String> OPTIONS =
            Set.of("ca", "namespace", "client_certificate", "client_key", "hosts", "recordRows");

    private final Clock clock;

    public KubernetesProvider() {
        this(Clock.systemUTC());
    }

    KubernetesProvider(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "kubernetes";
    }

    @Override
    public Connector open(TargetConfig config, Lent lent) {
        return new ResourceConnector(system(config, lent), lent.keeping());
    }

    @Override
    public Installation installation(TargetConfig config, Lent lent) {
        base(config);
        return new ResourceInstallation(() -> system(config, lent), lent.keeping(), "Kubernetes", List.of());
    }

    private KubernetesSystem system(TargetConfig config, Lent lent) {
        var options = config.options();
        options.keySet().stream()
                .filter(option -> !OPTIONS.contains(option))
                .findFirst()
                .ifPresent(option -> {
                    throw bad("a kubernetes target has no option " + option + "; it has "
                            + OPTIONS.stream().sorted().toList());
                });
        var base = base(config);
        var client = client(config, lent);
        var tls = base.getScheme().equals("https") ? Tls.context(Optional.ofNullable(options.get("ca")), client) : null;
        var wire = new Wire(base, AddressGuard.of(config, base), tls);
        var cluster = new Cluster(wire, client.isPresent() ? null : config.password());
        return new KubernetesSystem(cluster, options.getOrDefault("namespace", "default"), clock);
    }

    private static Optional<Tls.Client> client(TargetConfig config, Lent lent) {
        var certificate = config.options().get("client_certificate");
        var key = config.options().get("client_key");
        if (certificate == null && key == null) {
            return Optional.empty();
        }
        if (certificate == null || key == null) {
            throw bad("client_certificate and client_key belong together");
        }
        return Optional.of(new Tls.Client(
                lent.secrets().apply(certificate).reveal(),
                lent.secrets().apply(key).reveal()));
    }

    private static URI base(TargetConfig config) {
        var base = ServerUrl.of(config.url(), "a cluster", List.of("https", "http"));
        if (base.getScheme().equals("http") && !AddressGuard.literal(base.getHost())) {
            throw bad("a token is sent without TLS only to an address that is written out, as of a proxy nearby");
        }
        return base;
    }

    private static ProblemException bad(String detail) {
        return Problem.of(Reason.BAD_REQUEST, detail).toException();
    }
}
