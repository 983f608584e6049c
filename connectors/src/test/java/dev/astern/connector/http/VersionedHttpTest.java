package dev.astern.connector.http;

import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.Laboratory.Trait;

class VersionedHttpTest extends ConnectorContract {
    @Override
    protected Laboratory open() {
        return new HttpLaboratory(Trait.direct());
    }
}
