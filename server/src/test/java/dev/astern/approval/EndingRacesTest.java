package dev.astern.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.gateway.ActionAnswer;
import dev.astern.model.ActionState;
import dev.astern.model.Session;
import dev.astern.model.StopOrder;
import dev.astern.model.StopScope;
import dev.astern.policy.Shipped;
import dev.astern.stop.StopStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stops and revocations against actions that run, over a real target and a real store: after the answer nothing takes
 * effect that was not listed. More of them by {@code -Dastern.races=N}.
 */
class EndingRacesTest {
    private static final int RACES = Integer.getInteger("astern.races", 5_000) / 500;
    private static final int WORKERS = 3;

    @TempDir
    private static Path data;

    private static GatedShop shop;

    private final AtomicInteger marks = new AtomicInteger();
    /** The action of each mark whose answer has come. */
    private final Map<String, String> actions = new ConcurrentHashMap<>();

    @BeforeAll
    static void open() throws IOException {
        shop = new GatedShop(data, Shipped.PERMISSIVE.text(), "CREATE TABLE mark (id text PRIMARY KEY)");
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    /** Acts without a break until its session is over. */
    private final class Worker {
        private final Session session;
        private final AtomicInteger applied = new AtomicInteger();
        private final AtomicInteger stopped = new AtomicInteger();
        private final Thread thread;
        private volatile boolean over;

        private Worker(Session session) {
            this.session = session;
            this.thread = Thread.ofVirtual().start(this::work);
        }

        private void work() {
            while (!over) {
                try {
                    act("m" + marks.incrementAndGet());
                } catch (ProblemException e) {
                    over = e.problem().reason() == Reason.SESSION_REVOKED;
                }
            }
        }

        private void act(String mark) {
            var answer = shop.act(session, "INSERT INTO mark VALUES ('" + mark + "')");
            actions.put(mark, answer.actionId());
            if (answer.state() == ActionState.APPLIED) {
                applied.incrementAndGet();
            } else if (reason(answer) == Reason.STOPPED) {
                stopped.incrementAndGet();
            }
        }

        private void join() {
            over = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Reason reason(ActionAnswer answer) {
        var problem = answer.problem();
        return problem == null ? Reason.INTERNAL : problem.reason();
    }

    private static Set<String> inEffect() {
        return new HashSet<>(shop.target.rows("SELECT id FROM mark"));
    }

    private static void each(List<Worker> workers, java.util.function.Function<Worker, AtomicInteger> count) {
        var before = workers.stream().map(worker -> count.apply(worker).get()).toList();
        for (int i = 0; i < workers.size(); i++) {
            int number = i;
            GatedShop.until(() -> count.apply(workers.get(number)).get() > before.get(number));
        }
    }

    @Test
    void what_takes_effect_after_a_stop_was_acknowledged_was_listed_in_it() {
        var workers = new ArrayList<Worker>();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(new Worker(shop.session("shop", null)));
        }
        for (int i = 0; i < RACES; i++) {
            each(workers, worker -> worker.applied);
            var status = shop.astern.stops().place(StopOrder.By.operator(shop.ann), StopScope.ALL, "", "race");
            var before = inEffect();
            assertThat(status.acknowledged()).isTrue();
            each(workers, worker -> worker.stopped);
            var late = inEffect();
            late.removeAll(before);
            assertThat(late.stream().map(actions::get)).isSubsetOf(listed(status));
            shop.astern.stops().release(shop.ann, status.order().id(), "race");
        }
        workers.forEach(Worker::join);
    }

    private static Set<String> listed(StopStatus status) {
        return status.sessions().stream()
                .flatMap(held -> held.inFlight().stream())
                .map(StopStatus.InFlight::actionId)
                .collect(Collectors.toSet());
    }

    @Test
    void a_login_that_somebody_changes_at_the_moment_of_the_revocation_goes_all_the_same() throws Exception {
        var session = shop.session("shop", null);
        assertThat(shop.act(session, "INSERT INTO mark VALUES ('before')").state())
                .isEqualTo(ActionState.APPLIED);
        var login = login(session);
        try (var other = shop.target.database().connect();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("ALTER ROLE " + login + " VALID UNTIL 'infinity'");
            var revoked = CompletableFuture.runAsync(
                    () -> shop.astern.sessions().revoke(shop.ann, session.id()), Thread::startVirtualThread);
            GatedShop.until(() -> waiting(login));
            other.commit();
            revoked.get(30, TimeUnit.SECONDS);
        }
        assertThat(logins(session)).isEmpty();
    }

    private static String login(Session session) {
        return "astern_s_r_" + session.id().substring(4);
    }

    private static boolean waiting(String login) {
        try (var connection = shop.target.database().connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND query LIKE 'ALTER ROLE%" + login + "%NOLOGIN'")) {
            row.next();
            return row.getInt(1) > 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> logins(Session session) {
        return shop.target.rows("SELECT rolname FROM pg_roles WHERE rolname LIKE '%"
                + session.id().substring(4) + "'");
    }

    @Test
    void nothing_of_a_session_takes_effect_after_it_was_revoked_and_no_login_stays() {
        for (int i = 0; i < RACES; i++) {
            var session = shop.session("shop", null);
            var workers = List.of(new Worker(session), new Worker(session));
            each(workers, worker -> worker.applied);
            shop.astern.sessions().revoke(shop.ann, session.id());
            var before = inEffect();
            workers.forEach(Worker::join);
            assertThat(inEffect()).isEqualTo(before);
            assertThat(logins(session)).isEmpty();
        }
    }
}
