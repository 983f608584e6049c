package dev.astern.workspace.connector;

import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.seeded.SeededContract;

class FilesSeededTest extends SeededContract {
    @Override
    protected Laboratory open() {
        return new FilesLaboratory();
    }

    @Override
    protected int seeds() {
        return 1;
    }
}
