package dev.astern.web;

import dev.astern.connector.ProblemException;
import dev.astern.evidence.Acts;
import dev.astern.model.Operator;
import dev.astern.operator.Operators;
import dev.astern.rest.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.view.RedirectView;

/** Signing in with an operator's token, and out. */
@Controller
public final class SignInController {
    private static final Pattern REQUEST = Pattern.compile("apr_[0-9a-z]{1,64}");
    private static final int TOO_MANY_REQUESTS = 429;

    private static final String SIGN_IN = "POST /login";

    private final Operators operators;
    private final Acts acts;
    private final SignIns signIns;
    private final Attempts attempts;
    private final CsrfTokenRepository csrf;

    public SignInController(
            Operators operators, Acts acts, SignIns signIns, Attempts attempts, CsrfTokenRepository csrf) {
        this.operators = operators;
        this.acts = acts;
        this.signIns = signIns;
        this.attempts = attempts;
        this.csrf = csrf;
    }

    /** @param to the request that somebody wanted to see */
    @GetMapping("/login")
    String form(@RequestParam(defaultValue = "") String to, Model model) {
        signedIn()
                .ifPresent(caller -> model.addAttribute("who", caller.operator().name()));
        return form(to, null, model);
    }

    @PostMapping("/login")
    Object signIn(
            @RequestParam(defaultValue = "") String token,
            @RequestParam(defaultValue = "") String to,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        var address = request.getRemoteAddr();
        if (!attempts.take(address)) {
            response.setStatus(TOO_MANY_REQUESTS);
            return form(to, "Too many wrong tokens came from here. Wait a minute, then try again.", model);
        }
        var given = token.strip();
        Operator operator;
        try {
            operator = operators.authenticate(given);
        } catch (ProblemException e) {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            return form(to, "This is not the token of an operator who may sign in. Nothing was opened.", model);
        }
        attempts.giveBack(address);
        // Who tried and failed is nobody that is known, and could fill the journal.
        acts.attempted(operator, SIGN_IN, Map.of());
        SignInCookie.of(request).ifPresent(signIns::end);
        SignInCookie.set(request, response, signIns.begin(given));
        // What was put into this browser before has no part in what comes.
        csrf.saveToken(null, request, response);
        acts.ended(operator, SIGN_IN, HttpServletResponse.SC_SEE_OTHER);
        return redirect("/approvals" + path(to));
    }

    @PostMapping("/logout")
    RedirectView signOut(HttpServletRequest request, HttpServletResponse response) {
        SignInCookie.of(request).ifPresent(signIns::end);
        SignInCookie.clear(request, response);
        csrf.saveToken(null, request, response);
        return redirect("/login");
    }

    /** After a POST a browser goes on with GET, so that reloading sends nothing again. */
    static RedirectView redirect(String path) {
        return new RedirectView(path, false, false);
    }

    private static String form(String to, @org.jspecify.annotations.Nullable String error, Model model) {
        model.addAttribute("to", REQUEST.matcher(to).matches() ? to : "");
        model.addAttribute("goOn", "/approvals" + path(to));
        model.addAttribute("error", error);
        return "login";
    }

    /** Only ever a request of ours: nobody is sent elsewhere. */
    private static String path(String to) {
        return REQUEST.matcher(to).matches() ? "/" + to : "";
    }

    private static Optional<Caller> signedIn() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof Caller caller
                ? Optional.of(caller)
                : Optional.empty();
    }
}
