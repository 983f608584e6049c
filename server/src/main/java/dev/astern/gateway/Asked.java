package dev.astern.gateway;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What receipts keep of a call beside its command, so that the very same can be made again.
 *
 * @param arguments as JSON text; empty where they are nothing but the command
 * @param promotes what it was tried out as, or null
 */
record Asked(String arguments, @Nullable Promotes promotes) {
    private static final int MAX_TEXT = 2_000;
    private static final int MAX_SOURCES = 100;

    static final Asked NOTHING = new Asked("", null);

    /** The argument of most calls. */
    static final String SQL = "sql";

    /** @throws dev.astern.connector.ProblemException where receipts could not keep it as it is */
    static void check(ActionRequest request) {
        if (!Text.wellFormed(request.arguments())
                || !Text.wellFormed(request.sources())
                || !Text.wellFormed(request.evidence())
                || !Text.wellFormed(request.reason())) {
            throw bad("the text holds half of a surrogate pair");
        }
        if (request.reason().length() > MAX_TEXT
                || request.sources().size() > MAX_SOURCES
                || request.sources().stream().anyMatch(s -> s.length() > MAX_TEXT / 10)) {
            throw bad("reason: up to 2000 characters; sources: up to 100 ids of up to 200 characters");
        }
    }

    private static ProblemException bad(String detail) {
        return Problem.of(Reason.BAD_REQUEST, detail).toException();
    }

    static Asked of(ActionRequest request, String command) {
        var arguments = request.arguments().equals(Map.of(SQL, command)) ? "" : Json.write(request.arguments());
        return new Asked(arguments, request.promotes());
    }
}
