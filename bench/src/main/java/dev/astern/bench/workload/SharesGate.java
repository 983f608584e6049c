package dev.astern.bench.workload;

import dev.astern.bench.Installed;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.gateway.ActionAnswer;
import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Cancellation;
import dev.astern.model.ActionState;
import dev.astern.model.ReceiptType;
import dev.astern.model.Session;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Sends writes through the gateway, says yes to what it holds, and counts. */
final class SharesGate {

    private final Installed installed;
    private final String target;
    private final SharesTally tally;

    SharesGate(Installed installed, String target, SharesTally tally) {
        this.installed = installed;
        this.target = target;
        this.tally = tally;
    }

    Session start() {
        return installed.session("agent", target);
    }

    void end(Session session) {
        installed.end(session);
    }

    /** One action in a session of its own. */
    void one(String statement) {
        var session = start();
        try {
            act(session, List.of(statement));
        } finally {
            end(session);
        }
    }

    void act(Session session, List<String> statements) {
        var request = ActionRequest.of(target, "run_sql", Map.of("statements", statements));
        try {
            counted(installed.astern().gateway().perform(session, request, new Cancellation()), statements);
        } catch (ProblemException e) {
            tally.wrong(e.getMessage() + " for " + statements);
        }
    }

    private void counted(ActionAnswer answer, List<String> statements) {
        var problem = answer.problem();
        if (answer.state() == ActionState.APPLIED) {
            tally.free(rule(answer, ReceiptType.RESULT));
        } else if (answer.state() == ActionState.HELD) {
            tally.held(rule(answer, ReceiptType.HELD));
            approve(answer.actionId(), statements);
        } else if (problem != null && problem.reason() == Reason.POLICY_BLOCKED) {
            tally.blocked(rule(answer, ReceiptType.REFUSAL));
        } else {
            tally.wrong(answer.state() + " " + problem + " for " + statements);
        }
    }

    /** As the journal has it for good. */
    private String rule(ActionAnswer answer, ReceiptType type) {
        var receipt = installed.astern().actions().receipts(answer.actionId()).stream()
                .filter(written -> written.type() == type)
                .findFirst()
                .orElseThrow();
        return Objects.requireNonNull(Files.parse(receipt.leaf()).findValue("policy"), "no policy in " + receipt)
                .path("rule")
                .asString();
    }

    private void approve(String actionId, List<String> statements) {
        var action = Agreement.to(installed, actionId);
        if (action.state() != ActionState.APPLIED) {
            tally.wrong("approved, and " + action.state() + " " + action.outcome() + " for " + statements);
        }
    }
}
