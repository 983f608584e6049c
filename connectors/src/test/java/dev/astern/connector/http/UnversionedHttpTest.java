package dev.astern.connector.http;

import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.Laboratory.Trait;
import java.util.EnumSet;

class UnversionedHttpTest extends ConnectorContract {
    @Override
    protected Laboratory open() {
        return new HttpLaboratory(EnumSet.complementOf(EnumSet.of(Trait.CONDITIONAL, Trait.INDIRECT)));
    }
}
