package dev.astern.connector.kubernetes;

import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.seeded.SeededContract;

class KubernetesSeededTest extends SeededContract {
    @Override
    protected Laboratory open() {
        return new FakeLaboratory();
    }

    @Override
    protected int seeds() {
        return 6;
    }
}
