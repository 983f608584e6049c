package dev.astern.smtp;

import dev.astern.connector.Problem;
import dev.astern.gateway.ActionAnswer;
import dev.astern.model.ActionState;
import java.util.Objects;
import org.subethamail.smtp.RejectException;

/** The gateway's answers in SMTP's words: 2 for what was taken, 4 for what may be handed over again, 5 for what may not. */
final class SmtpReply {
    private static final int LONGEST = 400;
    private static final int AGAIN = 451;
    private static final int NEVER = 554;

    private SmtpReply() {}

    /** What is said of a mail that was taken; what people are asked about is taken, and leaves when they agree. */
    static String of(ActionAnswer answer) throws RejectException {
        if (answer.state() == ActionState.APPLIED) {
            return line("2.0.0 " + answer.actionId() + " waits in the outbox");
        }
        var problem = Objects.requireNonNull(answer.problem(), "neither applied nor a problem: bug");
        return switch (answer.state()) {
            case HELD ->
                line("2.0.0 " + answer.actionId() + " waits for people: "
                        + problem.facts().getOrDefault("page", problem.detail()));
            // Handed over again it gets the same answer, since its contents are its key.
            case UNCONFIRMED -> throw refused(AGAIN, "4.3.0", answer.actionId(), problem);
            default -> throw refused(NEVER, "5.7.1", answer.actionId(), problem);
        };
    }

    /** There is no action to tell of. */
    static RejectException of(Problem problem) {
        return switch (problem.reason()) {
            case STORE_UNREACHABLE, IDEMPOTENCY_KEY_IN_USE, UNCONFIRMED, NOT_SIGNED, POLICY_UNREADABLE ->
                refused(AGAIN, "4.3.0", "", problem);
            default -> refused(NEVER, "5.7.1", "", problem);
        };
    }

    private static RejectException refused(int code, String enhanced, String action, Problem problem) {
        return new RejectException(
                code,
                line(enhanced + " " + (action.isEmpty() ? "" : action + " ")
                        + problem.reason().code() + ": " + problem.detail()));
    }

    static RejectException unfit(String why) {
        return new RejectException(NEVER, line("5.6.0 bad_request: " + why));
    }

    /** One line, so that nothing in it is taken for a reply of its own. */
    static String line(String text) {
        var line = text.replaceAll("[^\\x20-\\x7e]+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST);
    }
}
