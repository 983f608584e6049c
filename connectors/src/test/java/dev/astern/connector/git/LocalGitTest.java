package dev.astern.connector.git;

import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;

class LocalGitTest extends ConnectorContract {
    @Override
    protected Laboratory open() {
        return GitLaboratory.local(true);
    }
}
