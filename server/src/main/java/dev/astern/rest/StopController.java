package dev.astern.rest;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.model.StopOrder;
import dev.astern.model.StopScope;
import dev.astern.rest.StopViews.StatusView;
import dev.astern.rest.StopViews.StopView;
import dev.astern.stop.Stops;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Stops: anybody with the permission pulls, fewer release. */
@RestController
public final class StopController {
    private static final int MAX_PAGE = 1_000;

    private final Stops stops;

    public StopController(Stops stops) {
        this.stops = stops;
    }

    /** {@code name} is left out for the scope {@code all}; {@code reason} may be. */
    record StopRequest(
            String scope, @Nullable String name, @Nullable String reason) {}

    record ReleaseRequest(String reason) {}

    record StopsView(List<StopView> items) {}

    /** Answers when the stop holds; what was in flight is listed, and settles by itself. */
    @PostMapping("/v1/stops")
    @ResponseStatus(HttpStatus.CREATED)
    StatusView place(@RequestBody StopRequest request, Caller caller) {
        var scope = StopScope.ofCode(Required.text("scope", request.scope()))
                .orElseThrow(() -> Problem.of(
                                Reason.BAD_REQUEST,
                                "a scope is all, environment, workflow, agent, agent_version, session or target")
                        .toException());
        return StatusView.of(stops.place(
                StopOrder.By.operator(caller.operator()), scope, orEmpty(request.name()), orEmpty(request.reason())));
    }

    /** Those in force, or all, latest first. */
    @GetMapping("/v1/stops")
    StopsView stops(@RequestParam(defaultValue = "false") boolean all, @RequestParam(defaultValue = "50") int limit) {
        var orders = all ? stops.latest(Math.clamp(limit, 1, MAX_PAGE)) : stops.inForce();
        return new StopsView(orders.stream().map(StopView::of).toList());
    }

    @GetMapping("/v1/stops/{id}")
    StatusView status(@PathVariable String id) {
        return StatusView.of(stops.status(id));
    }

    @PostMapping("/v1/stops/{id}/release")
    StopView release(@PathVariable String id, @RequestBody ReleaseRequest request, Caller caller) {
        return StopView.of(stops.release(caller.operator(), id, Required.text("reason", request.reason())));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
