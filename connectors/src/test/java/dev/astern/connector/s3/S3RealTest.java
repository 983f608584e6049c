package dev.astern.connector.s3;

import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Against an S3Proxy; {@code .ci/real-s3.sh} starts one. */
@EnabledIfSystemProperty(named = "astern.real.s3", matches = ".+")
class S3RealTest extends ConnectorContract {
    @Override
    protected Laboratory open() {
        return StoreLaboratory.real();
    }
}
