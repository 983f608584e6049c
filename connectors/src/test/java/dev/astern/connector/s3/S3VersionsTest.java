package dev.astern.connector.s3;

import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;

/** A bucket that keeps versions. */
class S3VersionsTest extends ConnectorContract {
    @Override
    protected Laboratory open() {
        return StoreLaboratory.over(new FakeStore(true, true));
    }
}
