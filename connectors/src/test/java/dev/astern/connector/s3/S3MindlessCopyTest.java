package dev.astern.connector.s3;

import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;

/** A bucket that keeps versions, of a store that takes no notice of the condition of a copy. */
class S3MindlessCopyTest extends ConnectorContract {
    @Override
    protected Laboratory open() {
        return StoreLaboratory.over(new FakeStore(true, false));
    }
}
