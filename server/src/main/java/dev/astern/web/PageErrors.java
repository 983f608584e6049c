package dev.astern.web;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.storage.StoreException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** What goes wrong on the way to a page is said on a page; what is a bug is logged and says no more than that. */
@ControllerAdvice(basePackageClasses = PageErrors.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class PageErrors {
    private static final System.Logger LOG = System.getLogger(PageErrors.class.getName());

    @ExceptionHandler
    void failed(Exception e, HttpServletResponse response) throws IOException {
        BarePage.write(response, problem(e));
    }

    private static Problem problem(Exception e) {
        return switch (e) {
            case ProblemException known -> known.problem();
            case StoreException store -> {
                LOG.log(System.Logger.Level.WARNING, "the store failed", store);
                yield Problem.of(Reason.STORE_UNREACHABLE, "The gateway's store did not answer.");
            }
            case MethodArgumentTypeMismatchException mismatch ->
                Problem.of(Reason.BAD_REQUEST, "What was sent does not fit this page.");
            case ErrorResponse unfit -> Problem.of(Reason.BAD_REQUEST, "What was sent does not fit this page.");
            default -> {
                LOG.log(System.Logger.Level.ERROR, "a page failed", e);
                yield Problem.of(Reason.INTERNAL, "The page failed in a way nobody expected.");
            }
        };
    }
}
