package dev.astern.workspace.connector;

import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;

class WorkspaceContractTest extends ConnectorContract {
    @Override
    protected Laboratory open() {
        return new FilesLaboratory();
    }
}
