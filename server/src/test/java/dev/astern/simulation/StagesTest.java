package dev.astern.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Cancellation;
import dev.astern.model.ActionState;
import dev.astern.model.Agent;
import dev.astern.model.Operator;
import dev.astern.model.Permission;
import dev.astern.model.RandomIds;
import dev.astern.model.Session;
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
    private final SimTarget target = new SimTarget(scheduler, auditor);
    private final Operator operator = new Operator("opr_1", "op", Set.of(Permission.values()), Instant.EPOCH, null);
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
        return new SimNode("n", journal, new SimStores.MemorySessions(), targets, target, ids, clock, steps::add);
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
                        "cleared",
                        "performed",
                        "outcome-submitted",
                        "outcome-durable");
    }

    @Test
    void what_looked_like_a_read_gets_its_intent_before_it_takes_effect() {
        assertThat(ask("sly")).isEqualTo(ActionState.APPLIED);
        assertThat(steps).containsSubsequence("executed", "intent-submitted", "intent-durable", "cleared");
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
