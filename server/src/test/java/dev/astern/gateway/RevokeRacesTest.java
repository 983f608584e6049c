package dev.astern.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.approval.Ballot;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.model.ActionState;
import dev.astern.model.Approval;
import dev.astern.model.Conduct;
import dev.astern.policy.Policy;
import dev.astern.policy.PolicyReading;
import dev.astern.testing.Race;
import dev.astern.testing.TestSite;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that are revoked while they act, and while people decide about them. */
class RevokeRacesTest {
    private static final Policy POLICY = ((PolicyReading.Read) Policy.read("""
            policy: 1
            name: races
            rules:
              - {id: one, match: {verb: risky}, decide: hold}
              - {id: rest, decide: allow}
            """)).policy();

    @TempDir
    private static Path data;

    private static TestSite site;

    @BeforeAll
    static void open() {
        site = new TestSite(data, POLICY, Clock.systemUTC(), UnaryOperator.identity());
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void nothing_that_starts_after_a_revocation_takes_effect_and_nothing_that_it_found() throws Exception {
        int sessions = 120;
        try (var race = new Race()) {
            for (int i = 0; i < sessions; i++) {
                revoked(race);
            }
        }
    }

    /** Of six that act, half get to the target only when the session was revoked; nobody knows of the others. */
    private static void revoked(Race race) throws Exception {
        var session = site.session(Conduct.FREE);
        var revoked = new CountDownLatch(1);
        site.target.script(operation -> {
            if (operation.verb().equals("late")) {
                await(revoked);
            }
        });
        var racers = new ArrayList<Callable<String>>();
        for (int i = 0; i < 6; i++) {
            var verb = i % 2 == 0 ? "late" : "update";
            racers.add(() -> verb + " " + came(() -> site.act(session, Map.of("verb", verb))));
        }
        var over = new AtomicBoolean();
        racers.add(() -> {
            site.astern.sessions().revoke(site.ann, session.id());
            over.set(true);
            revoked.countDown();
            return "";
        });
        racers.add(() -> {
            for (int i = 0; i < 10; i++) {
                boolean after = over.get();
                var came = came(() -> site.act(session, Map.of()));
                assertThat(after && came.equals("applied")).isFalse();
            }
            return "";
        });
        assertThat(race.of(racers)).doesNotContain("late applied");
        assertThat(site.stores().actions().page(session.id(), null, 100).items())
                .allSatisfy(action ->
                        assertThat(site.target.applied(action.id())).isEqualTo(action.state() == ActionState.APPLIED));
    }

    @Test
    void what_people_approve_as_its_session_ends_runs_as_a_whole_or_not_at_all() throws Exception {
        int rounds = 300;
        try (var race = new Race()) {
            for (int i = 0; i < rounds; i++) {
                var session = site.session(Conduct.FREE);
                var held = site.act(session, Map.of("verb", "risky"));
                var id = site.astern
                        .approvals()
                        .byAction(held.actionId())
                        .orElseThrow()
                        .id();
                race.of(List.<Callable<String>>of(() -> came(() -> approve(id)), () -> {
                    site.astern.sessions().revoke(site.ann, session.id());
                    return "";
                }));
                while (site.astern.approvals().byId(id).state().open()) {
                    site.astern.approvedRuns().keepHouse();
                }
                var state = site.astern.approvals().byId(id).state();
                var action = site.astern.actions().byId(held.actionId()).state();
                assertThat(action).isIn(ActionState.APPLIED, ActionState.REFUSED);
                assertThat(site.target.applied(held.actionId())).isEqualTo(action == ActionState.APPLIED);
                if (state == Approval.State.WITHDRAWN) {
                    assertThat(action).isEqualTo(ActionState.REFUSED);
                }
            }
        }
    }

    private static String approve(String id) {
        site.astern
                .approvals()
                .decide(site.bob, List.of(id), new Ballot(Approval.Choice.APPROVE, 0, "", Set.of(), null));
        return "approved";
    }

    private static String came(Callable<?> what) throws Exception {
        try {
            return what.call() instanceof ActionAnswer answer ? answer.state().code() : "done";
        } catch (ProblemException e) {
            assertThat(e.problem().reason())
                    .isIn(Reason.SESSION_REVOKED, Reason.SESSION_CLOSED, Reason.ALREADY_DECIDED);
            return e.problem().reason().code();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
