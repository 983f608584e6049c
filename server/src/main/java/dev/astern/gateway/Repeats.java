package dev.astern.gateway;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.storage.ActionStore;
import java.util.Optional;
import java.util.function.Supplier;

/** The contract of idempotency keys: a repeat gets the first outcome, and never a second effect. */
final class Repeats {
    private static final int MAX_LENGTH = 255;

    private final ActionStore actions;
    private final InFlightKeys inFlight = new InFlightKeys();

    Repeats(ActionStore actions) {
        this.actions = actions;
    }

    static void check(String key) {
        if (key.isBlank() || key.length() > MAX_LENGTH || key.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
            throw Problem.of(Reason.BAD_REQUEST, "an idempotency key is 1 to 255 printable ASCII characters")
                    .toException();
        }
    }

    /** Runs the request unless its key has been seen in the session. */
    ActionAnswer once(String sessionId, String key, String requestDigest, Supplier<ActionAnswer> run) {
        check(key);
        if (!inFlight.take(sessionId, key)) {
            throw inUse(key);
        }
        try {
            return first(sessionId, key, requestDigest).orElseGet(run);
        } finally {
            inFlight.release(sessionId, key);
        }
    }

    private Optional<ActionAnswer> first(String sessionId, String key, String requestDigest) {
        return actions.byIdempotencyKey(sessionId, key).map(action -> answer(action, key, requestDigest));
    }

    private static ActionAnswer answer(Action action, String key, String requestDigest) {
        if (!action.requestDigest().equals(requestDigest)) {
            throw Problem.of(Reason.IDEMPOTENCY_KEY_REUSED, "this key was used for a different request")
                    .with("action", action.id())
                    .toException();
        }
        var outcome = action.outcome();
        if (action.state() == ActionState.HELD) {
            throw Problem.of(Reason.HELD, "people decide about it; ask for its state")
                    .with("action", action.id())
                    .toException();
        }
        if (outcome == null) {
            throw inUse(key);
        }
        if (outcome.answer().equals(Action.Outcome.ERASED)) {
            throw Problem.of(Reason.ERASED, "the first answer to this key was erased; the action itself stands")
                    .with("action", action.id())
                    .toException();
        }
        return Json.read(outcome.answer(), ActionAnswer.class).asRepeat();
    }

    private static RuntimeException inUse(String key) {
        return Problem.of(Reason.IDEMPOTENCY_KEY_IN_USE, "the first request with key " + key + " is still running")
                .toException();
    }
}
