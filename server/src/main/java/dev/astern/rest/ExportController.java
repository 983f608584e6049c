package dev.astern.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.evidence.ExportForm;
import dev.astern.evidence.ExportRequest;
import dev.astern.evidence.Exports;
import dev.astern.incident.Incidents;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Parts of the journal as files. */
@RestController
public final class ExportController {
    private static final int MAX_SESSIONS = 1_000;
    private static final String BUNDLE = "bundle";

    private final Exports exports;
    private final Incidents incidents;

    public ExportController(Exports exports, Incidents incidents) {
        this.exports = exports;
        this.incidents = incidents;
    }

    /**
     * One of {@code session}, as often as needed, {@code incident}, and {@code since}, an RFC 3339 time. {@code form} is bundle, audit,
     * markdown, ocsf or otel; {@code old} a checkpoint that somebody kept, in base64url; without {@code disclosures} nothing
     * that may be personal is shown.
     */
    @GetMapping("/v1/journal/export")
    void export(
            @RequestParam(required = false) @Nullable List<String> session,
            @RequestParam(required = false) @Nullable String incident,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(defaultValue = BUNDLE) String form,
            @RequestParam(required = false) @Nullable String old,
            @RequestParam(defaultValue = "true") boolean disclosures,
            HttpServletResponse response)
            throws IOException {
        var kind = form(form);
        var kept = Optional.ofNullable(old).map(ExportController::note);
        var prepared = exports.prepare(new ExportRequest(what(session, incident, since), kept));
        // From here on the status is out; what fails now cuts the file short, and no verifier takes it.
        response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"journal" + suffix(form) + "\"");
        if (kind.isEmpty()) {
            exports.bundle(prepared, disclosures, response.getOutputStream());
        } else {
            exports.form(prepared, kind.get(), disclosures, response.getOutputStream());
        }
    }

    private ExportRequest.What what(
            @Nullable List<String> sessions, @Nullable String incident, @Nullable String since) {
        boolean some = sessions != null && !sessions.isEmpty();
        if ((some ? 1 : 0) + (incident != null ? 1 : 0) + (since != null ? 1 : 0) != 1) {
            throw bad("name one of session, incident and since");
        }
        if (incident != null) {
            return new ExportRequest.Sessions(incidents.chains(incident));
        }
        if (sessions != null && some) {
            if (sessions.size() > MAX_SESSIONS) {
                throw bad("an export has at most " + MAX_SESSIONS + " sessions");
            }
            return new ExportRequest.Sessions(sessions);
        }
        try {
            return new ExportRequest.Since(Instant.parse(String.valueOf(since)));
        } catch (DateTimeParseException e) {
            throw bad("since is a time such as 2026-11-21T08:00:00Z");
        }
    }

    private static Optional<ExportForm> form(String form) {
        if (form.equals(BUNDLE)) {
            return Optional.empty();
        }
        for (var known : ExportForm.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(form)) {
                return Optional.of(known);
            }
        }
        throw bad("form is bundle, audit, markdown, ocsf or otel");
    }

    private static String suffix(String form) {
        return switch (form) {
            case BUNDLE -> ".zip";
            case "markdown" -> ".md";
            default -> "." + form + ".jsonl";
        };
    }

    private static String note(String base64) {
        try {
            return new String(Base64.getUrlDecoder().decode(base64), UTF_8);
        } catch (IllegalArgumentException e) {
            throw bad("old is base64url of a checkpoint");
        }
    }

    private static RuntimeException bad(String detail) {
        return Problem.of(Reason.BAD_REQUEST, detail).toException();
    }
}
