package dev.astern.connector.resource;

import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.Laboratory.Trait;
import java.util.EnumSet;

class VersionedResourceTest extends ConnectorContract {
    @Override
    protected Laboratory open() {
        return new MemoryLaboratory(
                EnumSet.of(Trait.BY_FIELD, Trait.SAME_IDENTITY, Trait.CONDITIONAL, Trait.LIFE_CYCLE));
    }
}
