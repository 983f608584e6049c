package dev.astern.gateway;

import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.model.ActionState;
import dev.astern.model.Session;
import dev.astern.session.Sessions;
import java.util.function.BiConsumer;

/** What a failure leads to: a session that fails fast is halted, and what failed in part may be undone. */
final class Failures {
    private final Sessions sessions;
    private BiConsumer<Session, String> undo = (session, action) -> {};

    Failures(Sessions sessions) {
        this.sessions = sessions;
    }

    void onPart(BiConsumer<Session, String> whoever) {
        undo = whoever;
    }

    void after(Session session, ActionAnswer answer) {
        var conduct = session.conduct();
        boolean part = answer.state() == ActionState.APPLIED && answer.output().exitCode() != 0;
        boolean elsewhere =
                answer.state() == ActionState.OBSERVED && answer.output().exitCode() != 0;
        boolean failed = part
                || elsewhere
                || exceeded(answer)
                || answer.state() == ActionState.FAILED
                || answer.state() == ActionState.UNCONFIRMED;
        if (failed && conduct.failFast()) {
            sessions.halt(session, answer.actionId(), why(answer));
        }
        if (part && conduct.undoOnFailure() && answer.reversibility() == Reversibility.TRIVIALLY_REVERSIBLE) {
            undo.accept(session, answer.actionId());
        }
    }

    private static boolean exceeded(ActionAnswer answer) {
        var problem = answer.problem();
        return answer.state() == ActionState.APPLIED && problem != null && problem.reason() == Reason.EXCEEDED;
    }

    private static String why(ActionAnswer answer) {
        var problem = answer.problem();
        return problem == null
                ? "exit_code_" + answer.output().exitCode()
                : problem.reason().code();
    }
}
