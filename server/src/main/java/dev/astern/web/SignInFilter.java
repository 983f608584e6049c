package dev.astern.web;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.operator.Operators;
import dev.astern.rest.Caller;
import dev.astern.storage.StoreException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out who is signed in, and asks the store at every request whether that operator's token is still good. */
public final class SignInFilter extends OncePerRequestFilter {
    private final Operators operators;
    private final SignIns signIns;

    public SignInFilter(Operators operators, SignIns signIns) {
        this.operators = operators;
        this.signIns = signIns;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            SignInCookie.of(request).ifPresent(this::authenticate);
        } catch (StoreException e) {
            BarePage.write(
                    response,
                    Problem.of(Reason.STORE_UNREACHABLE, "It could not be checked whether you are signed in."));
            return;
        }
        chain.doFilter(request, response);
    }

    private void authenticate(String secret) {
        var tokenHash = signIns.tokenHash(secret);
        if (tokenHash.isEmpty()) {
            return;
        }
        try {
            var caller = Caller.operator(operators.withTokenHash(tokenHash.get()));
            var context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(caller);
            SecurityContextHolder.setContext(context);
        } catch (ProblemException e) {
            // Revoked, or given another token: whoever held the old one is out.
            signIns.end(secret);
        }
    }
}
