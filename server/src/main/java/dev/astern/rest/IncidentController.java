package dev.astern.rest;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.incident.Incidents;
import dev.astern.incident.Incidents.Said;
import dev.astern.model.Incident;
import java.time.Instant;
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

/** What people look into: opened, told of, given an owner, closed. */
@RestController
public final class IncidentController {
    private final Incidents incidents;

    public IncidentController(Incidents incidents) {
        this.incidents = incidents;
    }

    /** Of a stop, whose sessions it is about; or of {@code sessions}, which may be none, and then {@code what} is needed. */
    record IncidentRequest(
            @Nullable String stop,
            @Nullable List<String> sessions,
            @Nullable String what) {}

    record ExtendRequest(List<String> sessions, String why) {}

    record TextRequest(String text) {}

    record OwnerRequest(String owner) {}

    record CloseRequest(String resolution) {}

    /**
     * @param cause {@code break_glass}, {@code stop} or {@code person}
     * @param of the request or stop that caused it
     */
    record IncidentView(
            String id,
            String cause,
            @Nullable String of,
            List<String> sessions,
            String what,
            String openedBy,
            Instant openedAt,
            String owner,
            boolean open,
            Incident.@Nullable Closing closing) {
        static IncidentView of(Incident incident) {
            return new IncidentView(
                    incident.id(),
                    incident.cause().code(),
                    incident.of(),
                    incident.sessions(),
                    incident.what(),
                    incident.openedByName(),
                    incident.openedAt(),
                    incident.owner(),
                    incident.open(),
                    incident.closing());
        }
    }

    /** With all that was said of it, in order. */
    record ToldView(IncidentView incident, List<Said> timeline) {}

    /** Latest first; {@code open} is left out for all. */
    @GetMapping("/v1/incidents")
    Views.PageView<IncidentView> incidents(
            @RequestParam(required = false) @Nullable Boolean open,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(defaultValue = "50") int limit) {
        var page = incidents.page(open, from, limit);
        return new Views.PageView<>(page.items().stream().map(IncidentView::of).toList(), page.next());
    }

    @PostMapping("/v1/incidents")
    @ResponseStatus(HttpStatus.CREATED)
    IncidentView open(@RequestBody IncidentRequest request, Caller caller) {
        var by = caller.operator();
        var sessions = request.sessions() == null ? List.<String>of() : request.sessions();
        if (request.stop() == null) {
            return IncidentView.of(incidents.open(by, sessions, Required.text("what", request.what())));
        }
        if (!sessions.isEmpty()) {
            throw Problem.of(Reason.BAD_REQUEST, "name either a stop or sessions; others are added later")
                    .toException();
        }
        return IncidentView.of(incidents.ofStop(by, request.stop(), request.what() == null ? "" : request.what()));
    }

    @GetMapping("/v1/incidents/{id}")
    ToldView incident(@PathVariable String id) {
        return new ToldView(IncidentView.of(incidents.byId(id)), incidents.timeline(id));
    }

    @PostMapping("/v1/incidents/{id}/sessions")
    IncidentView extend(@PathVariable String id, @RequestBody ExtendRequest request, Caller caller) {
        return IncidentView.of(incidents.extend(
                caller.operator(),
                id,
                Required.value("sessions", request.sessions()),
                Required.text("why", request.why())));
    }

    @PostMapping("/v1/incidents/{id}/notes")
    IncidentView note(@PathVariable String id, @RequestBody TextRequest request, Caller caller) {
        return IncidentView.of(incidents.note(caller.operator(), id, Required.text("text", request.text())));
    }

    @PostMapping("/v1/incidents/{id}/owner")
    IncidentView assign(@PathVariable String id, @RequestBody OwnerRequest request, Caller caller) {
        return IncidentView.of(incidents.assign(caller.operator(), id, Required.text("owner", request.owner())));
    }

    @PostMapping("/v1/incidents/{id}/close")
    IncidentView close(@PathVariable String id, @RequestBody CloseRequest request, Caller caller) {
        return IncidentView.of(
                incidents.close(caller.operator(), id, Required.text("resolution", request.resolution())));
    }
}
