package dev.astern.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Call;
import dev.astern.connector.Performance;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.UndoPerformance;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The limit on what images take, and how it is met again. */
class KeepingTest {
    private static Performance perform(TargetConfig config, String sql) {
        // A fresh one knows the sizes as they are now.
        try (var connector = new SqlProvider().open(config)) {
            var resolution = connector.resolve(new Call("run_sql", Map.of("sql", sql)));
            return connector.perform(
                    ((Resolution.Resolved) resolution).operation(), Target.always(Target.newId(), Target.session()));
        }
    }

    @Test
    void at_the_limit_writes_are_held_until_a_prune_frees_the_space() {
        try (var target = new Target(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "INSERT INTO t SELECT g, repeat('x', 100) FROM generate_series(1, 10000) g")) {
            var given = target.config();
            var small = new TargetConfig(
                    given.name(), given.url(), given.user(), given.password(), Map.of("keepBytes", "1048576"));
            var filled = target.act("UPDATE t SET v = v || 'y'");
            var last = Instant.now().plusSeconds(60);
            assertThat(perform(small, "UPDATE t SET v = 'z' WHERE id = 1"))
                    .isInstanceOfSatisfying(
                            Performance.Failed.class,
                            failed -> assertThat(failed.problem().reason()).isEqualTo(Reason.KEEPING_FULL));
            assertThat(perform(small, "SELECT count(*) FROM t")).isInstanceOf(Performance.Committed.class);

            var installation = new SqlProvider().installation(small);
            var would = installation.prune(last, true);
            assertThat(would.actions()).isEqualTo(1);
            assertThat(would.bytes()).isGreaterThan(1_000_000);
            assertThat(perform(small, "UPDATE t SET v = 'z' WHERE id = 1")).isInstanceOf(Performance.Failed.class);
            assertThat(installation.prune(last, false).bytes()).isEqualTo(would.bytes());
            assertThat(perform(small, "UPDATE t SET v = 'z' WHERE id = 1")).isInstanceOf(Performance.Committed.class);
            assertThat(installation.status().keptBytes()).isLessThan(1_048_576);
            assertThat(target.connector().undo(target.request(filled), Target.always(Target.newId(), Target.session())))
                    .isInstanceOfSatisfying(
                            UndoPerformance.NotApplied.class,
                            not -> assertThat(not.problem().reason()).isEqualTo(Reason.NO_BEFORE_STATE));
        }
    }

    @Test
    void a_prune_leaves_the_images_of_later_actions_as_they_were() {
        try (var target = new Target("CREATE TABLE nokey (id int, v text)", "INSERT INTO nokey VALUES (1, 'a')")) {
            target.act("UPDATE nokey SET v = 'b'");
            var between = Instant.now();
            while (!Instant.now().isAfter(between.plusMillis(2))) {
                Thread.onSpinWait();
            }
            var later = target.act("UPDATE nokey SET v = 'c'");
            var pruned = new SqlProvider().installation(target.config()).prune(between, false);
            assertThat(pruned.actions()).isEqualTo(1);
            target.undo(later);
            assertThat(target.rows("SELECT * FROM nokey")).containsExactly("(1,b)");
        }
    }
}
