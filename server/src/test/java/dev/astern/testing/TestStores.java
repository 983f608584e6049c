package dev.astern.testing;

import dev.astern.connector.Secret;
import dev.astern.model.RandomIds;
import dev.astern.sealing.MasterKey;
import dev.astern.storage.postgres.PgStores;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;

/** Stores in test databases, all under one master key. */
public final class TestStores {
    public static final String ORIGIN = "test/log";

    private TestStores() {}

    public static PgStores open(TestPostgres.Database database) {
        return open(database, new byte[0]);
    }

    /** @param key the first bytes of the master key; the others are 0 */
    public static PgStores open(TestPostgres.Database database, byte[] key) {
        var clock = Clock.systemUTC();
        var stores = PgStores.open(
                database.url(),
                database.user(),
                Secret.from(database::password),
                new MasterKey(Arrays.copyOf(key, MasterKey.SIZE_BYTES), new SecureRandom()),
                new RandomIds(clock, new SecureRandom()),
                clock);
        stores.stores().log().open(ORIGIN, clock.instant());
        return stores;
    }
}
