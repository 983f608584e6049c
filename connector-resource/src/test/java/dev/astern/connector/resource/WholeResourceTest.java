package dev.astern.connector.resource;

import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.Laboratory.Trait;
import java.util.EnumSet;

class WholeResourceTest extends ConnectorContract {
    @Override
    protected Laboratory open() {
        return new MemoryLaboratory(EnumSet.of(Trait.LIFE_CYCLE));
    }
}
