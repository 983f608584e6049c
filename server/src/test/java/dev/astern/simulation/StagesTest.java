package dev.astern.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.testkit.Scheduler;
import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Cancellation;
import dev.astern.model.ActionState;
import dev.astern.model.Agent;
import dev.astern.model.Operator;
import dev.astern.model.Permission;
import dev.astern.model.RandomIds;
import dev.astern.model.Receipt;
import dev.astern.model.ReceiptType;
import dev.astern.model.Session;
import dev.astern.model.StopOrder;
import dev.astern.model.StopScope;
import dev.astern.model.Target;
import dev.astern.session.StartSession;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The order of the stages, and that a call refused at one of them has not touched the next. */
class StagesTest {
    private final List<String> steps = new ArrayList<>();
    private final Scheduler scheduler = new Scheduler(new Random(1));
    private final SimJournal journal = new SimJournal(scheduler);
    private final Auditor auditor = new Auditor(journal);
    private final SimTime leaseTime = new SimTime(scheduler);
    private final SimTarget target = new SimTarget(scheduler, auditor, leaseTime);
    private final Operator operator = new Operator("opr_1", "op", Set.of(Permission.values()), Instant.EPOCH, null);
    private final SimStores.MemorySessions sessionStore = new SimStores.MemorySessions();
    private final SimNode node = node();
    private final Session session = node.sessions()
            .start(operator, new StartSession(new Agent("a", "1"), "test", List.of("shop"), null, null))
            .session();

    private SimNode node() {
        var targets = new SimStores.MemoryTargets();
        for (var name : List.of("shop", "other")) {
            targets.add(new Target(name, "simulated", "sim:", "u", "env:PATH", Map.of(), Instant.EPOCH));
        }
        var clock = Clock.systemUTC();
        var ids = new RandomIds(clock, new SecureRandom());
        var stops = new SimStops(scheduler, journal, sessionStore, life -> {});
        var time = new SimNode.Time(clock, leaseTime, leaseTime);
        return new SimNode("n", journal, sessionStore, targets, stops, target, ids, time, steps::add);
    }

    private ActionState ask(String tool) {
        var request = ActionRequest.of("shop", tool, Map.of());
        return node.gateway().perform(session, request, new Cancellation()).state();
    }

    @Test
    void a_write_goes_through_all_stages_in_order() {
        assertThat(ask("write")).isEqualTo(ActionState.APPLIED);
        assertThat(steps)
                .containsExactly(
                        "proposed",
                        "intent-submitted",
                        "executed",
                        "intent-durable",
                        "intent-assured",
                        "cleared",
                        "performed",
                        "outcome-submitted",
                        "outcome-durable");
    }

    @Test
    void what_looked_like_a_read_gets_its_intent_before_it_takes_effect() {
        assertThat(ask("sly")).isEqualTo(ActionState.APPLIED);
        assertThat(steps)
                .containsSubsequence("executed", "intent-submitted", "intent-durable", "intent-assured", "cleared");
    }

    @Test
    void a_call_nobody_understands_is_recorded_and_touches_nothing() {
        assertThat(ask("unknown")).isEqualTo(ActionState.REFUSED);
        assertThat(steps).containsExactly("outcome-submitted", "outcome-durable");
    }

    @Test
    void a_revoked_session_does_not_even_get_its_call_read() {
        node.sessions().revoke(operator, session.id());
        assertThatThrownBy(() -> ask("write"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().reason()).isEqualTo(Reason.SESSION_REVOKED));
        assertThat(auditor.resolvedCount()).isZero();
        assertThat(steps).isEmpty();
    }

    @Test
    void a_session_is_not_closed_by_others_before_its_revocation_is_recorded() {
        sessionStore.onRevoked(() -> node.sessions().closeEnded());
        node.sessions().revoke(operator, session.id());
        assertThat(journal.ofSession(session.id(), null, 10).items())
                .extracting(Receipt::type)
                .containsExactly(ReceiptType.SESSION_OPENED, ReceiptType.SESSION_REVOKED, ReceiptType.SESSION_CLOSED);
    }

    @Test
    void a_stopped_call_is_recorded_and_not_even_read() {
        leaseTime.goOn();
        var order = node.stops()
                .place(StopOrder.By.trigger("too-many"), StopScope.TARGET, "shop", "odd")
                .order();
        node.keeper().tick(false);
        var keyed = new ActionRequest("shop", "write", Map.of(), false, null, "key", "", List.of(), 0);
        var answer = node.gateway().perform(session, keyed, new Cancellation());
        assertThat(answer.state()).isEqualTo(ActionState.REFUSED);
        assertThat(java.util.Objects.requireNonNull(answer.problem()).reason()).isEqualTo(Reason.STOPPED);
        assertThat(answer.problem().facts()).containsEntry("stop", order.id());
        assertThat(journal.ofAction(answer.actionId()))
                .extracting(Receipt::type)
                .containsExactly(ReceiptType.REFUSAL);
        assertThat(auditor.resolvedCount()).isZero();

        node.stops().release(operator, order.id(), "fixed");
        node.keeper().tick(false);
        var again = node.gateway().perform(session, keyed, new Cancellation());
        assertThat(again.state()).as("its key was not used up").isEqualTo(ActionState.APPLIED);
    }

    @Test
    void without_a_lease_nothing_is_read_and_the_store_is_not_waited_for() {
        while (leaseTime.nanos() < java.time.Duration.ofSeconds(2).toNanos()) {
            leaseTime.goOn();
        }
        assertThatThrownBy(() -> ask("write"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().reason()).isEqualTo(Reason.STORE_UNREACHABLE));
        assertThat(auditor.resolvedCount()).isZero();
        assertThat(steps).isEmpty();
    }

    @Test
    void a_target_of_another_session_is_not_even_asked() {
        var request = ActionRequest.of("other", "write", Map.of());
        assertThatThrownBy(() -> node.gateway().perform(session, request, new Cancellation()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().reason()).isEqualTo(Reason.TARGET_NOT_IN_SESSION));
        assertThat(auditor.resolvedCount()).isZero();
        assertThat(steps).isEmpty();
    }

    @Test
    void a_cancelled_call_takes_no_effect_and_its_receipt_says_so() {
        var cancelled = new Cancellation();
        cancelled.cancel();
        var answer = node.gateway().perform(session, ActionRequest.of("shop", "write", Map.of()), cancelled);
        assertThat(answer.state()).isEqualTo(ActionState.FAILED);
        assertThat(java.util.Objects.requireNonNull(answer.problem()).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(target.applied(answer.actionId())).isFalse();
        assertThat(auditor.findings(target)).isEmpty();
    }
}
