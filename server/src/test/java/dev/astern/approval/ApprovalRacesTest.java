package dev.astern.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.config.GatewaySettings;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.evidence.Recorder;
import dev.astern.gateway.ActionAnswer;
import dev.astern.model.ActionState;
import dev.astern.model.Approval.Choice;
import dev.astern.model.Approval.State;
import dev.astern.model.Conduct;
import dev.astern.model.Operator;
import dev.astern.model.Permission;
import dev.astern.model.RandomIds;
import dev.astern.policy.Policy;
import dev.astern.policy.PolicyReading;
import dev.astern.testing.Race;
import dev.astern.testing.SetClock;
import dev.astern.testing.TestSite;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several who decide at the same moment, and time that runs out meanwhile. */
class ApprovalRacesTest {
    private static final Policy POLICY = ((PolicyReading.Read) Policy.read("""
            policy: 1
            name: races
            rules:
              - {id: one, match: {verb: risky}, decide: hold, approval: {decide_by: 30d}}
              - {id: two, match: {verb: grave}, decide: hold, approval: {quorum: 2, decide_by: 30d}}
              - {id: rest, decide: allow}
            """)).policy();

    @TempDir
    private static Path data;

    private static Instant start;
    private static SetClock clock;
    private static Connection database;
    private static TestSite site;
    private static Operator dan;
    /** Who decides and runs nothing. */
    private static Approvals approvals;

    @BeforeAll
    static void open() throws SQLException {
        start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        clock = new SetClock(start);
        site = new TestSite(data, POLICY, clock, UnaryOperator.identity());
        database = site.database.connect();
        dan = site.astern.operators().create("dan", Set.of(Permission.values())).operator();
        var stores = site.stores();
        var recorder = new Recorder(stores.journal(), GatewaySettings.defaults("site"));
        var endings =
                new Endings(site.astern::gateway, stores.actions(), stores.sessions(), site.astern.sessions()::ended);
        approvals = new Approvals(
                stores.approvals(),
                new ApprovalReceipts(recorder, clock),
                endings,
                new Deadlines(site.astern.stops(), endings),
                site.astern.incidents(),
                new RandomIds(clock, new SecureRandom()),
                clock);
    }

    @AfterAll
    static void close() throws SQLException {
        database.close();
        site.close();
    }

    @Test
    void of_two_who_approve_at_once_one_decides() throws Exception {
        var ids = requests("risky", 800);
        race(ids, id -> List.of(vote(site.bob, id, Choice.APPROVE), vote(site.cid, id, Choice.APPROVE)), (id, said) -> {
            assertThat(said).containsExactlyInAnyOrder("approved", "already_decided");
            assertThat(approvals.byId(id).votes()).hasSize(1);
        });
    }

    @Test
    void of_three_who_approve_at_once_two_are_the_quorum() throws Exception {
        var ids = requests("grave", 300);
        race(
                ids,
                id -> List.of(
                        vote(dan, id, Choice.APPROVE),
                        vote(site.bob, id, Choice.APPROVE),
                        vote(site.cid, id, Choice.APPROVE)),
                (id, said) -> {
                    assertThat(said).containsExactlyInAnyOrder("pending", "approved", "already_decided");
                    assertThat(approvals.byId(id).votes()).hasSize(2);
                });
    }

    @Test
    void who_says_yes_and_no_at_once_are_one_decision() throws Exception {
        var ids = requests("risky", 500);
        race(ids, id -> List.of(vote(site.bob, id, Choice.APPROVE), vote(site.cid, id, Choice.DENY)), (id, said) -> {
            assertThat(said).containsOnlyOnce("already_decided").containsAnyOf("approved", "denied");
            var state =
                    site.astern.actions().byId(approvals.byId(id).actionId()).state();
            assertThat(state).isEqualTo(said.contains("denied") ? ActionState.REFUSED : ActionState.HELD);
        });
    }

    @Test
    void one_person_in_two_browsers_is_one_vote() throws Exception {
        var ids = requests("grave", 300);
        race(ids, id -> List.of(vote(site.bob, id, Choice.APPROVE), vote(site.bob, id, Choice.APPROVE)), (id, said) -> {
            assertThat(said).containsExactlyInAnyOrder("pending", "already_decided");
            assertThat(approvals.byId(id).state()).isEqualTo(State.PENDING);
        });
    }

    @Test
    void who_approves_as_time_runs_out_either_decides_or_is_too_late() throws Exception {
        int rounds = 300;
        int approved = 0;
        try (var race = new Race()) {
            for (int round = 1; round <= rounds; round++) {
                var id = requests("risky", 1).getFirst();
                var last = start.plusMillis(10L * round);
                run("UPDATE approval SET decide_by = '" + last + "' WHERE id = '" + id + "'");
                clock.set(last.minus(Duration.ofMillis(1)));
                int looks = round % 10;
                var said = race.of(List.of(vote(site.bob, id, Choice.APPROVE), () -> {
                    // A moment that is a little longer each time.
                    for (int i = 0; i < looks; i++) {
                        approvals.byId(id);
                    }
                    clock.set(last);
                    site.astern.approvedRuns().keepHouse();
                    return "";
                }));
                while (approvals.byId(id).state().open()) {
                    site.astern.approvedRuns().keepHouse();
                }
                var after = approvals.byId(id);
                var action = site.astern.actions().byId(after.actionId());
                if (said.contains("approved")) {
                    approved++;
                    assertThat(after.state()).isEqualTo(State.DONE);
                    assertThat(action.state())
                            .as(String.valueOf(action.outcome()))
                            .isEqualTo(ActionState.APPLIED);
                } else {
                    assertThat(said).containsAnyOf("approval_expired", "already_decided");
                    assertThat(after.state()).isEqualTo(State.EXPIRED);
                    assertThat(action.state()).isEqualTo(ActionState.REFUSED);
                    assertThat(site.target.applied(after.actionId())).isFalse();
                }
            }
        } finally {
            clock.set(start);
        }
        // Both ends were seen.
        assertThat(approved).isBetween(1, rounds - 1);
    }

    private interface Racers {
        List<Callable<String>> of(String id);
    }

    private interface Check {
        void holds(String id, List<String> said);
    }

    private static void race(List<String> ids, Racers racers, Check check) throws Exception {
        try (var race = new Race()) {
            race.lanes(2, ids.size(), number -> {
                var id = ids.get(number);
                check.holds(id, race.of(racers.of(id)));
            });
        }
        run("UPDATE approval SET state = 'WITHDRAWN' WHERE state IN ('PENDING', 'APPROVED')");
    }

    /** The state after a vote that counted, or why it did not. */
    private static Callable<String> vote(Operator by, String id, Choice choice) {
        return () -> {
            try {
                return approvals
                        .decide(by, List.of(id), new Ballot(choice, 0, "because", Set.of(), null))
                        .getFirst()
                        .state()
                        .code();
            } catch (ProblemException e) {
                assertThat(e.problem().reason()).isIn(Reason.ALREADY_DECIDED, Reason.APPROVAL_EXPIRED);
                return e.problem().reason().code();
            }
        };
    }

    private static final Map<String, ActionAnswer> HELD = new HashMap<>();
    private static int series;

    /** Many as one that was held. */
    private static List<String> requests(String verb, int many) throws SQLException {
        var held = HELD.computeIfAbsent(verb, v -> site.act(site.session(Conduct.FREE), Map.of("verb", v)));
        assertThat(held.state()).isEqualTo(ActionState.HELD);
        series++;
        copies("action", "act", "id", "HELD", held.actionId(), many);
        copies("approval", "apr", "action_id", "PENDING", held.actionId(), many);
        return IntStream.rangeClosed(1, many)
                .mapToObj(n -> "apr_" + series + "x" + n)
                .toList();
    }

    private static void copies(String table, String prefix, String column, String state, String actionId, int many)
            throws SQLException {
        run("""
                INSERT INTO %1$s SELECT (jsonb_populate_record(one, jsonb_build_object(
                    'id', '%2$s_%3$sx' || n, '%4$s', 'act_%3$sx' || n, 'state', '%7$s'))).*
                  FROM %1$s one, generate_series(1, %6$s) n WHERE one.%4$s = '%5$s'
                """.formatted(table, prefix, series, column, actionId, many, state));
    }

    private static void run(String sql) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }
}
