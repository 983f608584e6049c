package dev.astern.connector.git;

import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.seeded.SeededContract;

class LocalGitSeededTest extends SeededContract {
    @Override
    protected Laboratory open() {
        return GitLaboratory.local(true);
    }

    @Override
    protected int seeds() {
        return 1;
    }

    /** Each is several runs of git. */
    @Override
    protected int steps() {
        return 8;
    }
}
