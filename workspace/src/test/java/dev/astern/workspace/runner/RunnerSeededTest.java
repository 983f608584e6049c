package dev.astern.workspace.runner;

import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.seeded.SeededContract;

class RunnerSeededTest extends SeededContract {
    @Override
    protected Laboratory open() {
        return new RunnerContractTest.Remote();
    }

    @Override
    protected int seeds() {
        return 1;
    }
}
