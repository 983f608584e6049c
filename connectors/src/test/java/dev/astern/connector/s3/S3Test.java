package dev.astern.connector.s3;

import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;

/** A bucket that keeps no versions. */
class S3Test extends ConnectorContract {
    @Override
    protected Laboratory open() {
        return StoreLaboratory.over(new FakeStore(false, true));
    }
}
