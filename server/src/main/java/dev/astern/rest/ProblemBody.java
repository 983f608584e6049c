package dev.astern.rest;

import dev.astern.connector.Problem;
import java.util.Map;
import java.util.TreeMap;

/**
 * A refusal or failure as RFC 9457 describes it.
 *
 * @param type stable, one per reason
 * @param title the reason's code with spaces
 * @param status the HTTP status
 * @param detail about this very case
 * @param reason the stable code that clients switch on
 * @param next what to do
 * @param facts more for programs, for example {@code sqlstate} or {@code action}
 */
public record ProblemBody(
        String type, String title, int status, String detail, String reason, String next, Map<String, String> facts) {
    static ProblemBody of(Problem problem) {
        var code = problem.reason().code();
        return new ProblemBody(
                "urn:astern:problem:" + code,
                code.replace('_', ' '),
                ReasonStatus.of(problem.reason()),
                problem.detail(),
                code,
                problem.reason().next(),
                new TreeMap<>(problem.facts()));
    }
}
