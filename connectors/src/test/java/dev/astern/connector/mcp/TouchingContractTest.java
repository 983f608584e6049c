package dev.astern.connector.mcp;

import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.Laboratory.Trait;
import java.util.EnumSet;

/** The contract, with entries that say what a call touches. */
class TouchingContractTest extends ConnectorContract {
    @Override
    protected Laboratory open() {
        return new CardLaboratory(
                CardEntries.touching(), EnumSet.of(Trait.BY_FIELD, Trait.SAME_IDENTITY, Trait.LIFE_CYCLE));
    }
}
