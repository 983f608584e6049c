package dev.astern.rest;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.operator.Operators;
import dev.astern.session.Sessions;
import dev.astern.storage.StoreException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out whose bearer token came with a request; one that is no good is refused wherever it is sent. */
public final class TokenFilter extends OncePerRequestFilter {
    private static final String BEARER = "Bearer ";

    private final Operators operators;
    private final Sessions sessions;
    private final ProblemWriter problems;

    public TokenFilter(Operators operators, Sessions sessions, ProblemWriter problems) {
        this.operators = operators;
        this.sessions = sessions;
        this.problems = problems;
    }

    /** The MCP door looks at tokens itself, and answers in its own protocol. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().equals(Routes.MCP);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null) {
            try {
                authenticate(header);
            } catch (ProblemException e) {
                problems.write(response, e.problem());
                return;
            } catch (StoreException e) {
                problems.write(response, Problem.of(Reason.STORE_UNREACHABLE, "the token could not be checked"));
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private void authenticate(String header) {
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw Problem.of(Reason.NOT_AUTHENTICATED, "the Authorization header is not a bearer token")
                    .toException();
        }
        var token = header.substring(BEARER.length()).strip();
        var caller = token.startsWith(Sessions.TOKEN_PREFIX + "_")
                ? Caller.agent(sessions.authenticate(token))
                : Caller.operator(operators.authenticate(token));
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(caller);
        SecurityContextHolder.setContext(context);
    }
}
