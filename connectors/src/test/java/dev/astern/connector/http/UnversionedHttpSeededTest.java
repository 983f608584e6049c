package dev.astern.connector.http;

import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.Laboratory.Trait;
import dev.astern.connector.testkit.seeded.SeededContract;
import java.util.EnumSet;

class UnversionedHttpSeededTest extends SeededContract {
    @Override
    protected Laboratory open() {
        return new HttpLaboratory(EnumSet.complementOf(EnumSet.of(Trait.CONDITIONAL, Trait.INDIRECT)));
    }

    @Override
    protected int seeds() {
        return 6;
    }
}
