package dev.astern.stop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.config.GatewaySettings;
import dev.astern.config.StopSettings;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.evidence.Acts;
import dev.astern.evidence.Recorder;
import dev.astern.model.Agent;
import dev.astern.model.Operator;
import dev.astern.model.Permission;
import dev.astern.model.RandomIds;
import dev.astern.model.Session;
import dev.astern.model.StopOrder;
import dev.astern.model.StopScope;
import dev.astern.model.Target;
import dev.astern.storage.Stores;
import dev.astern.storage.postgres.PgStores;
import dev.astern.testing.TestPostgres;
import dev.astern.testing.TestStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stops over a real store, with two nodes on it. */
class StopsTest {
    private static final Operator OPERATOR =
            new Operator("opr_1", "ann", Set.of(Permission.values()), Instant.EPOCH, null);
    private static final StopOrder.By BY = StopOrder.By.operator(OPERATOR);

    @TempDir
    private Path home;

    private final PgStores pg = TestStores.open(TestPostgres.database());
    private final Stores stores = pg.stores();
    private final Clock clock = Clock.systemUTC();
    private final RandomIds ids = new RandomIds(clock, new SecureRandom());
    private final List<TestNode> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(TestNode::close);
        pg.close();
    }

    private TestNode node(String name) {
        var node = new TestNode(name, stores.stops(), home);
        nodes.add(node);
        return node;
    }

    private Stops stops(TestNode on) {
        var recorder = new Recorder(stores.journal(), GatewaySettings.defaults("n"));
        return new Stops(
                stores.stops(),
                stores.sessions(),
                stores.targets(),
                new StopRecords(new Acts(recorder, clock), stores.stops(), (what, failure) -> {}),
                on.gate,
                () -> on.keeper.tick(true),
                Pace.system(),
                StopSettings.in(home),
                ids,
                clock);
    }

    private Session session(Session.Kind kind, String agent) {
        var now = clock.instant();
        var session = new Session(
                ids.next(kind == Session.Kind.AGENT ? "ses" : "und"),
                kind,
                new Agent(agent, "7"),
                "production",
                List.of("shop", "crm"),
                OPERATOR.id(),
                now,
                now.plusSeconds(600),
                null,
                null,
                "refunds");
        stores.sessions().add(session, null);
        return session;
    }

    private static String name(StopScope scope, Session session) {
        return switch (scope) {
            case ALL -> "";
            case ENVIRONMENT -> "production";
            case WORKFLOW -> "refunds";
            case AGENT -> "bot";
            case AGENT_VERSION -> "bot@7";
            case SESSION -> session.id();
            case TARGET -> "shop";
        };
    }

    @ParameterizedTest
    @EnumSource(StopScope.class)
    void a_stop_of_each_scope_is_obeyed_by_every_node_when_it_is_acknowledged(StopScope scope) {
        stores.targets().add(new Target("shop", "k", "u", "l", "p", Map.of(), clock.instant()));
        var one = node("one");
        var two = node("two");
        one.keeper.start();
        two.keeper.start();
        var held = session(Session.Kind.AGENT, "bot");
        var other = session(Session.Kind.AGENT, "other");
        var undo = session(Session.Kind.UNDO, "bot");
        assertThat(one.objection(held)).isEmpty();
        assertThat(two.objection(held)).isEmpty();

        var status = stops(one).place(BY, scope, name(scope, held), "too many refunds");
        assertThat(status.acknowledged()).isTrue();
        assertThat(status.nodes()).extracting(StopStatus.Node::confirmed).containsExactly(true, true);
        for (var node : nodes) {
            assertThat(node.objection(held)).hasValueSatisfying(problem -> {
                assertThat(problem.reason()).isEqualTo(Reason.STOPPED);
                assertThat(problem.detail()).contains(status.order().id(), "too many refunds");
                assertThat(problem.facts()).containsEntry("stop", status.order().id());
            });
            var alone = scope == StopScope.SESSION || scope == StopScope.AGENT || scope == StopScope.AGENT_VERSION;
            assertThat(node.objection(other).isEmpty()).isEqualTo(alone);
            assertThat(node.objection(undo)).as("an undo goes on").isEmpty();
            assertThat(node.gate.objection(held, "crm").isEmpty()).isEqualTo(scope == StopScope.TARGET);
        }
        assertThat(status.sessions())
                .anySatisfy(s -> {
                    assertThat(s.session().id()).isEqualTo(held.id());
                    assertThat(s.confirmed()).isTrue();
                })
                .noneSatisfy(s -> assertThat(s.session().id()).isEqualTo(undo.id()));

        var again = stops(two).place(BY, scope, name(scope, held), "again");
        assertThat(again.order().id())
                .as("placing twice")
                .isEqualTo(status.order().id());
    }

    @Test
    void an_undo_is_held_only_by_a_stop_that_names_it() {
        var node = node("one");
        node.keeper.start();
        var undo = session(Session.Kind.UNDO, "ann");
        stops(node).place(BY, StopScope.ALL, "", "");
        assertThat(node.objection(undo)).isEmpty();
        stops(node).place(BY, StopScope.SESSION, undo.id(), "");
        assertThat(node.objection(undo)).isPresent();
    }

    @Test
    void each_of_two_overlapping_stops_has_to_be_released() {
        var node = node("one");
        node.keeper.start();
        var stops = stops(node);
        var held = session(Session.Kind.AGENT, "bot");
        var all = stops.place(BY, StopScope.ALL, "", "").order();
        var agent = stops.place(BY, StopScope.AGENT, "bot", "").order();
        assertThat(stops.inForce()).extracting(StopOrder::id).containsExactlyInAnyOrder(all.id(), agent.id());

        stops.release(OPERATOR, all.id(), "was a drill");
        assertThat(node.objection(held)).isPresent();
        stops.release(OPERATOR, agent.id(), "fixed");
        assertThat(node.objection(held)).isEmpty();
        assertThatThrownBy(() -> stops.release(OPERATOR, agent.id(), "again"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().reason()).isEqualTo(Reason.CONFLICTING_STATE));
        assertThatThrownBy(() -> stops.release(OPERATOR, agent.id(), " ")).isInstanceOf(ProblemException.class);
    }

    @Test
    void a_node_that_says_nothing_is_waited_for_until_its_lease_has_run_out() {
        var one = node("one");
        one.keeper.start();
        var paused = node("paused");
        var held = session(Session.Kind.AGENT, "bot");
        long leased = System.nanoTime();
        paused.keeper.tick(false);
        assertThat(paused.objection(held)).isEmpty();

        var status = stops(one).place(BY, StopScope.ALL, "", "");
        assertThat(status.acknowledged()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - leased))
                .as("it may have written until then")
                .isGreaterThan(Duration.ofMillis(1_800));
        assertThat(paused.objection(held))
                .as("it knows of no stop, and may not write")
                .hasValueSatisfying(p -> assertThat(p.reason()).isEqualTo(Reason.STORE_UNREACHABLE));
        assertThat(status.nodes())
                .noneMatch(n -> n.name().equals("paused") && n.confirmed())
                .anyMatch(n -> n.name().equals("one") && n.confirmed());

        paused.keeper.tick(false);
        assertThat(paused.objection(held))
                .hasValueSatisfying(p -> assertThat(p.reason()).isEqualTo(Reason.STOPPED));
    }

    @Test
    void a_dead_node_is_waited_for_only_once() {
        var dead = node("dead");
        dead.keeper.tick(false);
        var now = new AtomicLong();
        var watcher = new TestNode("watcher", stores.stops(), home, now::get);
        nodes.add(watcher);
        watcher.keeper.tick(false);
        assertThat(stores.stops().leases()).hasSize(2);
        now.set(Duration.ofMillis(1_999).toNanos());
        watcher.keeper.tick(false);
        assertThat(stores.stops().leases()).hasSize(2);
        now.set(Duration.ofMillis(2_001).toNanos());
        watcher.keeper.tick(false);
        assertThat(stores.stops().leases())
                .singleElement()
                .satisfies(l -> assertThat(l.node()).isEqualTo("watcher"));

        dead.keeper.tick(false);
        assertThat(stores.stops().leases()).as("it woke up").hasSize(2);
        assertThat(dead.objection(session(Session.Kind.AGENT, "bot"))).isEmpty();
    }

    @Test
    void what_had_its_last_check_before_is_listed_and_not_confirmed() {
        var node = node("one");
        node.keeper.start();
        var held = session(Session.Kind.AGENT, "bot");
        node.cleared.add(new Stoppable.Cleared("act_1", held, "shop"));
        var status = stops(node).place(BY, StopScope.AGENT, "bot", "");
        assertThat(status.sessions()).singleElement().satisfies(s -> {
            assertThat(s.confirmed()).isFalse();
            assertThat(s.inFlight())
                    .singleElement()
                    .satisfies(f -> assertThat(f.actionId()).isEqualTo("act_1"));
        });
    }

    @Test
    void a_stop_is_in_the_journal() {
        var node = node("one");
        node.keeper.start();
        var order = stops(node).place(BY, StopScope.ALL, "", "").order();
        org.awaitility.Awaitility.await()
                .until(() -> stores.stops().unrecorded().isEmpty());
        assertThat(stores.journal().ofSession(Acts.CHAIN, null, 10).items())
                .singleElement()
                .satisfies(receipt -> assertThat(stores.journal()
                                .disclosures(Acts.CHAIN, receipt.sequence())
                                .texts())
                        .anySatisfy(text -> assertThat(
                                        new String(Base64.getUrlDecoder().decode(text), UTF_8))
                                .contains(order.id())));
    }

    @Test
    void what_was_done_on_the_host_is_put_into_the_journal_once() throws Exception {
        var folder = Files.createDirectory(home.resolve("stop"));
        var recorder = new Recorder(stores.journal(), GatewaySettings.defaults("n"));
        var log = new LocalStopLog(folder, "one", new Acts(recorder, clock));
        log.keepHouse();
        Files.writeString(home.resolve("stop.log"), "{\"act\":\"stop\",\"by\":\"zoë\"}\n{\"act\":\"rel");
        log.keepHouse();
        log.keepHouse();
        assertThat(stores.journal().ofSession(Acts.CHAIN, null, 10).items()).hasSize(1);
        Files.writeString(home.resolve("stop.log"), "ease\"}\n", StandardOpenOption.APPEND);
        log.keepHouse();
        log.keepHouse();
        assertThat(stores.journal().ofSession(Acts.CHAIN, null, 10).items()).hasSize(2);
        assertThat(stores.journal().disclosures(Acts.CHAIN, 0).texts())
                .anySatisfy(text -> assertThat(new String(Base64.getUrlDecoder().decode(text), UTF_8))
                        .contains("zoë"));
    }

    @Test
    void a_stop_by_a_file_holds_agents_on_its_own_node_and_not_undos() throws Exception {
        var one = node("one");
        var two = node("two");
        one.keeper.start();
        two.keeper.start();
        var held = session(Session.Kind.AGENT, "bot");
        Files.writeString(one.folder.resolve("local"), "store is down");
        assertThat(one.objection(held))
                .hasValueSatisfying(p -> assertThat(p.detail()).contains("store is down"));
        assertThat(one.objection(session(Session.Kind.UNDO, "ann"))).isEmpty();
        assertThat(two.objection(held)).isEmpty();
    }

    @Test
    void a_session_or_target_that_is_none_is_refused_and_nothing_is_stopped() {
        var stops = stops(node("one"));
        for (var scope : List.of(StopScope.SESSION, StopScope.TARGET)) {
            assertThatThrownBy(() -> stops.place(BY, scope, "none", ""))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().reason()).isEqualTo(Reason.NOT_FOUND));
        }
        assertThat(stops.inForce()).isEmpty();
    }

    @Test
    void time_under_overlapping_stops_is_counted_once() {
        var t = Instant.parse("2026-11-01T00:00:00Z");
        var held = session(Session.Kind.AGENT, "bot");
        var orders = List.of(
                order(StopScope.ALL, "", t, t.plusSeconds(10)),
                order(StopScope.AGENT, "bot", t.plusSeconds(5), t.plusSeconds(20)),
                order(StopScope.AGENT, "other", t, t.plusSeconds(100)),
                order(StopScope.TARGET, "shop", t.plusSeconds(30), null));
        assertThat(StoppedTime.of(orders, held, "shop", t.plusSeconds(2), t.plusSeconds(40)))
                .isEqualTo(Duration.ofSeconds(18 + 10));
        assertThat(StoppedTime.of(orders, held, "crm", t.minusSeconds(5), t.plusSeconds(40)))
                .isEqualTo(Duration.ofSeconds(20));
    }

    private static StopOrder order(
            StopScope scope, String name, Instant from, @org.jspecify.annotations.Nullable Instant to) {
        var release = to == null ? null : new StopOrder.Release(BY, to, "r");
        return new StopOrder("stp_" + from + name, scope, name, "", BY, from, 1, from, release);
    }
}
