package dev.astern.connector.kubernetes;

import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;

class KubernetesContractTest extends ConnectorContract {
    @Override
    protected Laboratory open() {
        return new FakeLaboratory();
    }
}
