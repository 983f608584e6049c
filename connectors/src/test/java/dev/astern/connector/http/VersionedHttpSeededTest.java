package dev.astern.connector.http;

import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.Laboratory.Trait;
import dev.astern.connector.testkit.seeded.SeededContract;

class VersionedHttpSeededTest extends SeededContract {
    @Override
    protected Laboratory open() {
        return new HttpLaboratory(Trait.direct());
    }

    @Override
    protected int seeds() {
        return 6;
    }
}
