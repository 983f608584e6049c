package dev.astern.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.Performance;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.SessionRef;
import dev.astern.connector.Settlement;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoResult;
import dev.astern.testing.Wire;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The network takes the answer to a commit, or the commit itself; the target is asked behind the fence. */
class LostAnswerTest {
    /** The statement as it is sent, to its end. */
    private static final String COMMIT = "COMMIT\0";

    private Target target;
    private Wire wire;
    private Connector connector;

    @BeforeEach
    void start() throws IOException {
        target = new Target("CREATE TABLE t (id int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, 'a')");
        var config = target.config();
        var there = URI.create(config.url().substring("jdbc:".length()));
        wire = new Wire(Objects.requireNonNull(there.getHost()), there.getPort());
        var url = config.url().replace(":" + there.getPort() + "/", ":" + wire.port() + "/");
        connector = new SqlProvider()
                .open(new TargetConfig(config.name(), url, config.user(), config.password(), config.options()));
    }

    @AfterEach
    void stop() {
        connector.close();
        wire.close();
        target.close();
    }

    private Performance update(String id, SessionRef session, String sql) {
        var resolution = connector.resolve(new Call("run_sql", Map.of("sql", sql)));
        return connector.perform(((Resolution.Resolved) resolution).operation(), Target.always(id, session));
    }

    private List<String> row() {
        return target.rows("SELECT v FROM t");
    }

    @Test
    void a_commit_whose_answer_is_lost_is_found_applied_and_can_be_undone() {
        var id = Target.newId();
        wire.lose(COMMIT, Wire.Loss.ANSWER);
        var performance = update(id, Target.session(), "UPDATE t SET v = 'b' WHERE id = 1");
        assertThat(performance).isInstanceOf(Performance.InDoubt.class);
        var digest = ((Performance.InDoubt) performance).observed().digest();
        assertThat(connector.settle(id))
                .isInstanceOfSatisfying(
                        Settlement.Applied.class,
                        applied -> assertThat(applied.observed().digest()).isEqualTo(digest));
        assertThat(connector.settle(id)).isInstanceOf(Settlement.Applied.class);
        assertThat(row()).containsExactly("(b)");
    }

    @Test
    void a_commit_that_never_arrived_is_found_so_and_never_will_be() {
        var id = Target.newId();
        var session = Target.session();
        wire.lose(COMMIT, Wire.Loss.MESSAGE);
        assertThat(update(id, session, "UPDATE t SET v = 'b' WHERE id = 1")).isInstanceOf(Performance.InDoubt.class);
        assertThat(connector.settle(id)).isInstanceOf(Settlement.NeverApplied.class);
        assertThat(row()).containsExactly("(a)");
        assertThat(update(id, session, "UPDATE t SET v = 'late' WHERE id = 1")).isInstanceOf(Performance.Failed.class);
        assertThat(connector.settle(id)).isInstanceOf(Settlement.NeverApplied.class);
        assertThat(row()).containsExactly("(a)");
    }

    @Test
    void a_target_that_goes_away_in_mid_statement_leaves_no_effect_and_says_so() {
        var id = Target.newId();
        wire.lose("UPDATE t SET", Wire.Loss.ANSWER);
        assertThat(update(id, Target.session(), "UPDATE t SET v = 'b' WHERE id = 1"))
                .isInstanceOfSatisfying(
                        Performance.Failed.class,
                        failed -> assertThat(failed.problem().reason()).isEqualTo(Reason.TARGET_UNREACHABLE));
        assertThat(connector.settle(id)).isInstanceOf(Settlement.NeverApplied.class);
        assertThat(row()).containsExactly("(a)");
    }

    @Test
    void an_undo_whose_commit_was_answered_to_nobody_is_found_applied() {
        var action = target.act("UPDATE t SET v = 'b' WHERE id = 1");
        var undo = Target.newId();
        wire.lose(COMMIT, Wire.Loss.ANSWER);
        assertThat(connector.undo(target.request(action), Target.always(undo, Target.session())))
                .isInstanceOf(UndoPerformance.InDoubt.class);
        assertThat(connector.settle(undo)).isInstanceOf(Settlement.Applied.class);
        assertThat(row()).containsExactly("(a)");
        assertThat(target.undo(action).count(UndoResult.ALREADY_BACK)).isEqualTo(1);
    }

    @Test
    void an_action_that_still_runs_when_it_is_settled_is_ended_and_never_applies() throws Exception {
        var id = Target.newId();
        var running = new CompletableFuture<Performance>();
        Thread.ofVirtual()
                .start(() -> running.complete(update(
                        id, Target.session(), "WITH s AS (SELECT pg_sleep(25)) UPDATE t SET v = 'late' FROM s")));
        while (target.rows("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'WITH s AS (SELECT pg_sleep(25)%'"
                        + " AND state = 'active'")
                .isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(connector.settle(id)).isInstanceOf(Settlement.NeverApplied.class);
        assertThat(running.get(20, TimeUnit.SECONDS)).isInstanceOf(Performance.Failed.class);
        assertThat(row()).containsExactly("(a)");
    }
}
