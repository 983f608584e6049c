package dev.astern.rest;

import dev.astern.evidence.Acts;
import dev.astern.model.Operator;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Keeps what operators do before it is done, and how it ended, whichever route they take but those that can't wait;
 * reading what may be personal is doing something, too.
 */
public final class ActsInterceptor implements HandlerInterceptor {
    private final Acts acts;

    public ActsInterceptor(Acts acts) {
        this.acts = acts;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        actor(request).ifPresent(operator -> acts.attempted(operator, act(request), subject(request)));
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        actor(request).ifPresent(operator -> acts.ended(operator, act(request), response.getStatus()));
    }

    private static Optional<Operator> actor(HttpServletRequest request) {
        boolean changes =
                !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
        boolean kept = (changes && !Routes.URGENT.contains(act(request))) || Routes.PERSONAL.contains(pattern(request));
        var caller = SecurityContextHolder.getContext().getAuthentication();
        return kept && caller instanceof Caller known && known.isOperator()
                ? Optional.of(known.operator())
                : Optional.empty();
    }

    private static String act(HttpServletRequest request) {
        return request.getMethod() + " " + pattern(request);
    }

    private static String pattern(HttpServletRequest request) {
        return String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
    }

    private static Map<String, String> subject(HttpServletRequest request) {
        var subject = new TreeMap<String, String>();
        if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables) {
            variables.forEach((name, value) -> subject.put(String.valueOf(name), String.valueOf(value)));
        }
        return subject;
    }
}
