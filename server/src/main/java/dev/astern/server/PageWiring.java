package dev.astern.server;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.model.Permission;
import dev.astern.model.RandomIds;
import dev.astern.web.ApprovalPages;
import dev.astern.web.Attempts;
import dev.astern.web.BarePage;
import dev.astern.web.BatchPage;
import dev.astern.web.BreakGlassPage;
import dev.astern.web.Cards;
import dev.astern.web.EditPage;
import dev.astern.web.PageErrors;
import dev.astern.web.SignInController;
import dev.astern.web.SignInFilter;
import dev.astern.web.SignIns;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.ObjectMapper;

/** Puts the people's pages in front of a node, behind a sign-in and protected from what other sites send. */
@Configuration(proxyBeanMethods = false)
class PageWiring {
    private static final String[] PAGES = {
        "/login", "/logout", "/approvals", "/approvals/**", "/astern.css", "/astern.svg"
    };
    private static final String CONTENT = "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; "
            + "form-action 'self'; frame-ancestors 'none'";

    @Bean
    SignIns signIns() {
        return new SignIns(new RandomIds(Clock.systemUTC(), new SecureRandom()), Clock.systemUTC());
    }

    /** A link from elsewhere may bring this cookie along, which opens nothing; a form from elsewhere may not. */
    @Bean
    CsrfTokenRepository csrfTokens() {
        var tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName("astern_form");
        tokens.setCookieCustomizer(cookie -> cookie.path("/").sameSite("Lax"));
        return tokens;
    }

    @Bean
    SignInController signInController(Astern astern, SignIns signIns, CsrfTokenRepository csrfTokens) {
        return new SignInController(
                astern.operators(), astern.evidence().acts(), signIns, new Attempts(Clock.systemUTC()), csrfTokens);
    }

    @Bean
    Cards cards(Astern astern, ObjectMapper mapper) {
        return new Cards(astern.approvals(), mapper, Clock.systemUTC());
    }

    @Bean
    ApprovalPages approvalPages(Astern astern, Cards cards) {
        return new ApprovalPages(astern.approvals(), cards);
    }

    @Bean
    BatchPage batchPage(Astern astern, Cards cards) {
        return new BatchPage(astern.approvals(), cards);
    }

    @Bean
    EditPage editPage(Astern astern, Cards cards, ObjectMapper mapper) {
        return new EditPage(astern.approvedRuns(), cards, mapper);
    }

    @Bean
    BreakGlassPage breakGlassPage(Astern astern, Cards cards) {
        return new BreakGlassPage(astern.approvals(), cards);
    }

    @Bean
    PageErrors pageErrors() {
        return new PageErrors();
    }

    @Bean
    @Order(1)
    SecurityFilterChain pages(HttpSecurity http, Astern astern, SignIns signIns, CsrfTokenRepository csrfTokens)
            throws Exception {
        http.securityMatcher(PAGES)
                // Every request is a new sign-in to the framework; by default each would take the form's token away.
                .csrf(csrf -> csrf.csrfTokenRepository(csrfTokens)
                        .sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy()))
                .httpBasic(basic -> basic.disable())
                .formLogin(form -> form.disable())
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
                .addFilterBefore(new SignInFilter(astern.operators(), signIns), AnonymousAuthenticationFilter.class)
                .exceptionHandling(e -> e.authenticationEntryPoint((request, response, x) -> toLogin(request, response))
                        .accessDeniedHandler((request, response, x) -> BarePage.write(
                                response,
                                Problem.of(
                                        Reason.NOT_PERMITTED,
                                        x instanceof CsrfException
                                                ? "This form is too old or not ours; nothing was decided. "
                                                        + "Open the page again and send it once more."
                                                : "Your permissions do not reach this page."))))
                .authorizeHttpRequests(authorize -> authorize
                        .requestMatchers("/login", "/astern.css", "/astern.svg")
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, "/logout")
                        .authenticated()
                        .requestMatchers(
                                HttpMethod.GET,
                                "/approvals",
                                "/approvals/*",
                                "/approvals/*/edit",
                                "/approvals/*/break-glass")
                        .hasAuthority(Permission.JOURNAL_READ.code())
                        .requestMatchers(HttpMethod.POST, "/approvals/*", "/approvals/*/edit")
                        .hasAuthority(Permission.ACTION_APPROVE.code())
                        .requestMatchers(HttpMethod.POST, "/approvals/*/break-glass")
                        .hasAuthority(Permission.BREAK_GLASS.code())
                        .anyRequest()
                        .denyAll());
        return http.build();
    }

    private static void toLogin(HttpServletRequest request, HttpServletResponse response) {
        var path = request.getRequestURI();
        var to = UriComponentsBuilder.fromPath("/login");
        if (path.startsWith("/approvals/")) {
            to.queryParam("to", "{id}");
        }
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader(
                "Location",
                to.encode()
                        .buildAndExpand(path.substring(path.lastIndexOf('/') + 1))
                        .toUriString());
    }
}
