package dev.astern.workspace.program;

import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.seeded.SeededContract;

class ProgramSeededTest extends SeededContract {
    @Override
    protected Laboratory open() {
        return new ProgramContractTest.Cards();
    }

    @Override
    protected int seeds() {
        return 50;
    }
}
