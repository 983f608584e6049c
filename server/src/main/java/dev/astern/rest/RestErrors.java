package dev.astern.rest;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.storage.StoreException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Everything that goes wrong leaves as a problem with a reason; what is a bug is logged and says no more than that. */
@RestControllerAdvice
public final class RestErrors {
    private static final System.Logger LOG = System.getLogger(RestErrors.class.getName());

    @ExceptionHandler
    ResponseEntity<ProblemBody> expected(ProblemException e) {
        return answer(e.problem());
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> store(StoreException e) {
        LOG.log(System.Logger.Level.WARNING, "the store failed", e);
        return answer(Problem.of(Reason.STORE_UNREACHABLE, "the gateway's store did not answer"));
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> unreadable(HttpMessageNotReadableException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyTooLarge) {
                return answer(Problem.of(Reason.TOO_LARGE, BodyLimit.DETAIL));
            }
        }
        return answer(Problem.of(Reason.BAD_REQUEST, "the body is not the JSON that is expected here: " + why(e)));
    }

    /** Jackson's first line tells what and where; the rest quotes the body. */
    private static String why(HttpMessageNotReadableException e) {
        var cause = e.getMostSpecificCause();
        var message = String.valueOf(cause.getMessage());
        int end = message.indexOf('\n');
        var line = end < 0 ? message : message.substring(0, end);
        return line.length() <= 300 ? line : line.substring(0, 300) + "…";
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> mismatch(MethodArgumentTypeMismatchException e) {
        return answer(Problem.of(Reason.BAD_REQUEST, "parameter " + e.getName() + " does not fit"));
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> illegal(IllegalArgumentException e) {
        return answer(Problem.of(Reason.BAD_REQUEST, String.valueOf(e.getMessage())));
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> other(Exception e) {
        if (e instanceof ErrorResponse known) {
            var status = known.getStatusCode().value();
            var reason = status == HttpStatus.NOT_FOUND.value() ? Reason.NOT_FOUND : Reason.BAD_REQUEST;
            var body = ProblemBody.of(Problem.of(
                    reason, "the request does not fit: " + known.getBody().getDetail()));
            return ResponseEntity.status(status)
                    .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE)
                    .body(body);
        }
        LOG.log(System.Logger.Level.ERROR, "a request failed", e);
        return answer(Problem.of(Reason.INTERNAL, "the request failed in a way nobody expected"));
    }

    static ResponseEntity<ProblemBody> answer(Problem problem) {
        return ResponseEntity.status(ReasonStatus.of(problem.reason()))
                .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE)
                .body(ProblemBody.of(problem));
    }
}
