package dev.astern.connector.mcp;

import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.Laboratory.Trait;
import dev.astern.connector.testkit.seeded.SeededContract;
import java.util.EnumSet;

class McpSeededTest extends SeededContract {
    @Override
    protected Laboratory open() {
        return new CardLaboratory(
                CardEntries.touching(), EnumSet.of(Trait.BY_FIELD, Trait.SAME_IDENTITY, Trait.LIFE_CYCLE));
    }

    @Override
    protected int seeds() {
        return 10;
    }
}
