package dev.astern.rest;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.gateway.Actions;
import dev.astern.model.Agent;
import dev.astern.model.Conduct;
import dev.astern.model.Disclosures;
import dev.astern.model.Limits;
import dev.astern.model.Money;
import dev.astern.rest.Views.PageView;
import dev.astern.rest.Views.ReceiptView;
import dev.astern.rest.Views.SessionView;
import dev.astern.session.Sessions;
import dev.astern.session.StartSession;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sessions, as operators start and end them, and their receipts. */
@RestController
public final class SessionController {
    private final Sessions sessions;
    private final Actions actions;

    public SessionController(Sessions sessions, Actions actions) {
        this.sessions = sessions;
        this.actions = actions;
    }

    /** {@code lifetimeSeconds} may be left out. */
    record SessionRequest(
            String agent,
            String agentVersion,
            @Nullable String prompt,
            @Nullable String model,
            @Nullable String tools,
            @Nullable String environment,
            List<String> targets,
            @Nullable Long lifetimeSeconds,
            @Nullable String workflow,
            @Nullable LimitsRequest limits,
            boolean failFast,
            boolean undoOnFailure) {}

    /** What is left out is not limited, or stays as it was. */
    record LimitsRequest(
            @Nullable Map<String, Long> verbs,
            @Nullable Map<String, Long> targets,
            @Nullable Long rows,
            @Nullable Long perMinute,
            @Nullable MoneyRequest amount) {
        Limits limits() {
            try {
                return new Limits(
                        verbs == null ? Map.of() : verbs,
                        targets == null ? Map.of() : targets,
                        rows,
                        perMinute,
                        amount == null ? null : amount.money());
            } catch (IllegalArgumentException e) {
                throw Problem.of(Reason.BAD_REQUEST, String.valueOf(e.getMessage()))
                        .toException();
            }
        }
    }

    /** Without a currency, in whichever one. */
    record MoneyRequest(
            @Nullable BigDecimal value, @Nullable String currency) {
        Money money() {
            return new Money(Required.value("amount.value", value), currency == null ? "" : currency);
        }
    }

    record ResumeRequest(String reason) {}

    record LimitsView(Limits limits, Map<String, BigDecimal> used) {}

    /** The token is told this once. */
    record StartedView(SessionView session, String token) {}

    @PostMapping("/v1/sessions")
    @ResponseStatus(HttpStatus.CREATED)
    StartedView start(@RequestBody SessionRequest request, Caller caller) {
        var started = sessions.start(
                caller.operator(),
                new StartSession(
                        new Agent(
                                Required.text("agent", request.agent()),
                                Required.text("agentVersion", request.agentVersion()),
                                request.prompt(),
                                request.model(),
                                request.tools()),
                        request.environment() == null ? "development" : request.environment(),
                        Required.value("targets", request.targets()),
                        request.lifetimeSeconds() == null ? null : Duration.ofSeconds(request.lifetimeSeconds()),
                        request.workflow(),
                        new Conduct(
                                request.limits() == null
                                        ? Limits.NONE
                                        : request.limits().limits(),
                                request.failFast(),
                                request.undoOnFailure(),
                                null)));
        return new StartedView(SessionView.of(started.session()), started.token());
    }

    @GetMapping("/v1/sessions")
    PageView<SessionView> page(
            @RequestParam(required = false) @Nullable String from, @RequestParam(defaultValue = "50") int limit) {
        var page = sessions.page(from, limit);
        return new PageView<>(page.items().stream().map(SessionView::of).toList(), page.next());
    }

    @GetMapping("/v1/sessions/{id}")
    SessionView one(@PathVariable String id) {
        return SessionView.of(sessions.byId(id));
    }

    /** The agent's own session. */
    @GetMapping("/v1/session")
    SessionView own(Caller caller) {
        return SessionView.of(caller.session());
    }

    @PostMapping("/v1/sessions/{id}/revoke")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable String id, Caller caller) {
        sessions.revoke(caller.operator(), id);
    }

    @GetMapping("/v1/sessions/{id}/limits")
    LimitsView limits(@PathVariable String id) {
        return new LimitsView(sessions.byId(id).conduct().limits(), sessions.used(id));
    }

    @PostMapping("/v1/sessions/{id}/limits")
    LimitsView extend(@PathVariable String id, @RequestBody LimitsRequest request, Caller caller) {
        var extended = sessions.extend(caller.operator(), id, request.limits());
        return new LimitsView(extended.conduct().limits(), sessions.used(id));
    }

    @PostMapping("/v1/sessions/{id}/resume")
    SessionView resume(@PathVariable String id, @RequestBody ResumeRequest request, Caller caller) {
        sessions.resume(caller.operator(), id, Required.text("reason", request.reason()));
        return SessionView.of(sessions.byId(id));
    }

    @GetMapping("/v1/sessions/{id}/receipts")
    PageView<ReceiptView> receipts(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(defaultValue = "100") int limit) {
        var page = actions.receiptsOfSession(sessions.byId(id).id(), from, limit);
        return new PageView<>(page.items().stream().map(ReceiptView::of).toList(), page.next());
    }

    @GetMapping("/v1/sessions/{id}/receipts/{sequence}/disclosures")
    Disclosures disclosures(@PathVariable String id, @PathVariable long sequence) {
        return actions.disclosures(id, sequence);
    }
}
