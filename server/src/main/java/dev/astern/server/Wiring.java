package dev.astern.server;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.mcp.Guard;
import dev.astern.mcp.McpGateway;
import dev.astern.mcp.McpServlet;
import dev.astern.rest.ActionController;
import dev.astern.rest.ActsInterceptor;
import dev.astern.rest.ApprovalController;
import dev.astern.rest.BodyLimit;
import dev.astern.rest.Caller;
import dev.astern.rest.CallerArgument;
import dev.astern.rest.CommandController;
import dev.astern.rest.Connection;
import dev.astern.rest.ExportController;
import dev.astern.rest.HookController;
import dev.astern.rest.IncidentController;
import dev.astern.rest.JournalController;
import dev.astern.rest.LogController;
import dev.astern.rest.OperatorController;
import dev.astern.rest.PolicyController;
import dev.astern.rest.ProblemWriter;
import dev.astern.rest.PromotionController;
import dev.astern.rest.RestErrors;
import dev.astern.rest.Routes;
import dev.astern.rest.SessionController;
import dev.astern.rest.StatusController;
import dev.astern.rest.StopController;
import dev.astern.rest.TargetController;
import dev.astern.rest.TokenFilter;
import dev.astern.rest.UndoController;
import dev.astern.rest.Watched;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.ObjectMapper;

/** Puts the doors in front of a node. Every bean is named here; nothing is found by scanning. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(PageWiring.class)
public class Wiring {
    private static final String VERSION = "0.1.0";

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
    }

    @Bean
    Astern astern(Node node) {
        return node.astern();
    }

    @Bean(destroyMethod = "close")
    ExecutorService requests() {
        return Executors.newVirtualThreadPerTaskExecutor();
    }

    @Bean
    OperatorController operatorController(Astern astern) {
        return new OperatorController(astern.operators());
    }

    @Bean
    TargetController targetController(Astern astern) {
        return new TargetController(astern.targets(), Clock.systemUTC());
    }

    @Bean
    SessionController sessionController(Astern astern) {
        return new SessionController(astern.sessions(), astern.actions());
    }

    @Bean
    ApprovalController approvalController(Astern astern, ObjectMapper mapper) {
        return new ApprovalController(astern.approvals(), astern.approvedRuns(), mapper);
    }

    @Bean
    PromotionController promotionController(Astern astern) {
        return new PromotionController(astern.promotions());
    }

    @Bean
    PolicyController policyController(Astern astern) {
        return new PolicyController(astern.policies(), astern.stages(), astern.history());
    }

    @Bean
    ActionController actionController(Astern astern, ExecutorService requests) {
        return new ActionController(astern.gateway(), astern.actions(), new Watched(requests));
    }

    @Bean
    HookController hookController(Astern astern, ExecutorService requests) {
        return new HookController(astern.hookCalls(), new Watched(requests));
    }

    @Bean
    CommandController commandController(Astern astern, ExecutorService requests) {
        return new CommandController(astern.gateway(), new Watched(requests));
    }

    @Bean
    UndoController undoController(Astern astern) {
        return new UndoController(astern.undos());
    }

    @Bean
    LogController logController(Astern astern) {
        return new LogController(astern.evidence().published());
    }

    @Bean
    ExportController exportController(Astern astern) {
        return new ExportController(astern.evidence().exports(), astern.incidents());
    }

    @Bean
    IncidentController incidentController(Astern astern) {
        return new IncidentController(astern.incidents());
    }

    @Bean
    JournalController journalController(Astern astern) {
        var evidence = astern.evidence();
        return new JournalController(
                evidence.status(), evidence.proofs(), evidence.rotation(), evidence.erasures(), evidence.holds());
    }

    @Bean
    StopController stopController(Astern astern) {
        return new StopController(astern.stops());
    }

    @Bean
    StatusController statusController(Astern astern) {
        return new StatusController(astern.operators(), astern.targets(), astern.stops());
    }

    /** The agents' other door. It looks at Host and Origin only while nobody but this machine can call. */
    @Bean
    ServletRegistrationBean<McpServlet> mcp(Astern astern, @Value("${server.address}") String address) {
        var loopback = address.equals("127.0.0.1") || address.equals("localhost") || address.equals("::1");
        var gateway = McpGateway.of(astern.sessions(), astern.gateway(), astern.actions());
        var guard = loopback ? Guard.LOOPBACK : new Guard(Set.of());
        var servlet = new ServletRegistrationBean<>(
                McpServlet.of(gateway, guard, Clock.systemUTC(), VERSION), McpServlet.PATH);
        servlet.setAsyncSupported(true);
        return servlet;
    }

    @Bean
    RestErrors restErrors() {
        return new RestErrors();
    }

    @Bean
    ProblemWriter problemWriter(ObjectMapper mapper) {
        return new ProblemWriter(mapper);
    }

    @Bean
    WebMvcConfigurer callers(Astern astern) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new ActsInterceptor(astern.evidence().acts()));
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CallerArgument());
            }
        };
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> connections() {
        return factory -> factory.addContextValves(new Connection.Valve());
    }

    /** There is no login but by token, and this keeps the framework from inventing one. */
    @Bean
    AuthenticationManager noLogin() {
        return authentication -> {
            throw new BadCredentialsException("tokens only");
        };
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http, Astern astern, ProblemWriter problems) throws Exception {
        http.csrf(csrf -> csrf.disable())
                .httpBasic(basic -> basic.disable())
                .formLogin(form -> form.disable())
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(new BodyLimit(problems), AnonymousAuthenticationFilter.class)
                .addFilterBefore(
                        new TokenFilter(astern.operators(), astern.sessions(), problems),
                        AnonymousAuthenticationFilter.class)
                .exceptionHandling(e -> e.authenticationEntryPoint((request, response, x) ->
                                problems.write(response, Problem.of(Reason.NOT_AUTHENTICATED, "this needs a token")))
                        .accessDeniedHandler((request, response, x) -> problems.write(
                                response,
                                Problem.of(
                                        Reason.NOT_PERMITTED,
                                        "this token does not permit " + request.getMethod() + " "
                                                + request.getRequestURI()))))
                .authorizeHttpRequests(authorize -> {
                    authorize
                            .requestMatchers(Routes.OPEN.toArray(String[]::new))
                            .permitAll();
                    authorize.requestMatchers(Routes.MCP, Routes.MCP + "/**").permitAll();
                    for (var rule : Routes.RULES) {
                        authorize.requestMatchers(rule.method(), rule.path()).hasAuthority(rule.authority());
                    }
                    authorize.anyRequest().denyAll();
                });
        return http.build();
    }
}
