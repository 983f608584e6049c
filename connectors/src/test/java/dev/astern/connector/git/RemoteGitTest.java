package dev.astern.connector.git;

import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;

class RemoteGitTest extends ConnectorContract {
    @Override
    protected Laboratory open() {
        return GitLaboratory.remote();
    }
}
