package dev.astern.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.config.GatewaySettings;
import dev.astern.config.StopSettings;
import dev.astern.connector.Reason;
import dev.astern.evidence.Acts;
import dev.astern.evidence.Recorder;
import dev.astern.model.Agent;
import dev.astern.model.RandomIds;
import dev.astern.model.Session;
import dev.astern.model.StopOrder;
import dev.astern.model.StopScope;
import dev.astern.storage.StopStore;
import dev.astern.storage.Stores;
import dev.astern.storage.postgres.PgStores;
import dev.astern.testing.TestPostgres;
import dev.astern.testing.TestStores;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is waited for, in a time that the test lets go on: a stop that is acknowledged finds nobody who may write. */
class LeasesTest {
    private static final Duration LEASE = Duration.ofSeconds(2);

    @TempDir
    private Path home;

    private final PgStores pg = TestStores.open(TestPostgres.database());
    private final Stores stores = pg.stores();
    private final Clock clock = Clock.systemUTC();
    private final RandomIds ids = new RandomIds(clock, new SecureRandom());
    private final AtomicLong now = new AtomicLong();
    private final List<TestNode> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(TestNode::close);
        pg.close();
    }

    private TestNode node(String name, StopStore store) {
        var node = new TestNode(name, store, home, now::get);
        nodes.add(node);
        return node;
    }

    private TestNode node(String name) {
        return node(name, stores.stops());
    }

    private void passes(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private StopStatus stopAll(TestNode on) {
        var recorder = new Recorder(stores.journal(), GatewaySettings.defaults("n"));
        var stops = new Stops(
                stores.stops(),
                stores.sessions(),
                stores.targets(),
                new StopRecords(new Acts(recorder, clock), stores.stops(), (what, failure) -> {}),
                on.gate,
                () -> on.keeper.tick(true),
                new Pace() {
                    @Override
                    public long nanos() {
                        return now.get();
                    }

                    @Override
                    public void pause(Duration time) {
                        on.keeper.tick(true);
                        passes(Duration.ofMillis(100));
                    }
                },
                StopSettings.in(home),
                ids,
                clock);
        return stops.place(new StopOrder.By("opr_1", "ann"), StopScope.ALL, "", "");
    }

    private Session session() {
        var at = clock.instant();
        return new Session(
                "ses_1",
                Session.Kind.AGENT,
                new Agent("bot", "7"),
                "production",
                List.of("shop"),
                "opr_1",
                at,
                at.plusSeconds(600),
                null,
                null,
                null);
    }

    private List<String> leases() {
        return stores.stops().leases().stream().map(StopStore.Lease::node).toList();
    }

    /** However often it has renewed its lease by the time others look again. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void a_node_that_was_given_up_and_woke_up_is_waited_for_again(int renewals) {
        var watcher = node("watcher");
        var sleeper = node("sleeper");
        for (int i = 0; i < 4; i++) {
            sleeper.keeper.tick(false);
        }
        watcher.keeper.tick(false);
        passes(LEASE);
        watcher.keeper.tick(false);
        assertThat(leases()).containsExactly("watcher");

        for (int i = 0; i <= renewals; i++) {
            sleeper.keeper.tick(false);
        }
        watcher.keeper.tick(false);
        assertThat(sleeper.objection(session())).as("it may write").isEmpty();
        assertThat(leases()).as("so it is waited for").containsExactlyInAnyOrder("watcher", "sleeper");

        // Now it is held up, and wakes up when the stop has been acknowledged.
        assertThat(stopAll(watcher).acknowledged()).isTrue();
        assertThat(sleeper.objection(session()))
                .hasValueSatisfying(p -> assertThat(p.reason()).isEqualTo(Reason.STORE_UNREACHABLE));
    }

    @Test
    void the_time_that_looking_takes_is_no_silence() {
        var sleeper = node("sleeper");
        sleeper.keeper.tick(false);
        var looksTake = new AtomicLong(Duration.ofMillis(500).toNanos());
        var watcher = node("watcher", slow(looksTake, () -> sleeper.keeper.tick(false)));
        watcher.keeper.tick(false);
        looksTake.set(0);
        passes(LEASE.minusMillis(400));
        watcher.keeper.tick(false);
        assertThat(sleeper.objection(session())).as("renewed 1.6 s ago").isEmpty();
        assertThat(leases()).containsExactlyInAnyOrder("watcher", "sleeper");
        passes(Duration.ofMillis(400));
        watcher.keeper.tick(false);
        assertThat(leases()).containsExactly("watcher");
    }

    /** A store whose answer about leases takes a while, at the end of which something happens. */
    private StopStore slow(AtomicLong takesNanos, Runnable meanwhile) {
        return (StopStore) Proxy.newProxyInstance(
                StopStore.class.getClassLoader(), new Class<?>[] {StopStore.class}, (proxy, method, args) -> {
                    if (method.getName().equals("leases") && takesNanos.get() > 0) {
                        now.addAndGet(takesNanos.get());
                        meanwhile.run();
                    }
                    return method.invoke(stores.stops(), args);
                });
    }

    @Test
    void a_node_that_was_given_up_and_hears_of_a_stop_obeys_it_before_it_writes() {
        var watcher = node("watcher");
        var sleeper = node("sleeper");
        sleeper.keeper.tick(false);
        watcher.keeper.tick(false);
        passes(LEASE);
        watcher.keeper.tick(false);
        stopAll(watcher);

        sleeper.keeper.tick(true);
        assertThat(leases()).containsExactlyInAnyOrder("watcher", "sleeper");
        assertThat(sleeper.objection(session()))
                .hasValueSatisfying(p -> assertThat(p.reason()).isEqualTo(Reason.STOPPED));
    }
}
