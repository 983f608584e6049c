package dev.astern.connector.kubernetes;

import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Against a real API server; {@code .ci/real-kubernetes.sh} starts one. */
@EnabledIfSystemProperty(named = "astern.real.kubernetes", matches = ".+")
class KubernetesRealTest extends ConnectorContract {
    @Override
    protected Laboratory open() {
        return new RealCluster();
    }
}
