package dev.astern.rest;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.evidence.Erasures;
import dev.astern.evidence.Holds;
import dev.astern.evidence.JournalStatus;
import dev.astern.evidence.KeyRotation;
import dev.astern.evidence.Proofs;
import dev.astern.model.Erasure;
import dev.astern.model.LegalHold;
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

/** The journal as evidence: how it stands, proofs, keys, erasures and what keeps from them. */
@RestController
public final class JournalController {
    private final JournalStatus status;
    private final Proofs proofs;
    private final KeyRotation rotation;
    private final Erasures erasures;
    private final Holds holds;

    public JournalController(
            JournalStatus status, Proofs proofs, KeyRotation rotation, Erasures erasures, Holds holds) {
        this.status = status;
        this.proofs = proofs;
        this.rotation = rotation;
        this.erasures = erasures;
        this.holds = holds;
    }

    /** Exactly one of {@code session} and {@code person}. */
    record ErasureRequest(
            @Nullable String session, @Nullable String person, String reason) {}

    /** Without {@code session} everything is held. */
    record HoldRequest(@Nullable String session, String reason) {}

    record PersonRequest(String person) {}

    record ProofView(String session, long sequence, long index, String entry, String proof) {}

    @GetMapping("/v1/journal")
    JournalStatus.View status() {
        return status.view();
    }

    /** Entries of the log in order, from an index on. */
    @GetMapping("/v1/journal/entries")
    Views.PageView<JournalStatus.Entry> entries(
            @RequestParam(defaultValue = "-1") long from, @RequestParam(defaultValue = "100") int limit) {
        var page = status.entries(from, Math.clamp(limit, 1, 1_000));
        return new Views.PageView<>(page.items(), page.next());
    }

    @GetMapping("/v1/journal/proofs/{session}/{sequence}")
    ProofView proof(@PathVariable String session, @PathVariable long sequence) {
        var proven = proofs.prove(session, sequence);
        return new ProofView(session, sequence, proven.receipt().index(), proven.entry(), proven.proof());
    }

    @PostMapping("/v1/journal/key/rotate")
    Map<String, String> rotate() {
        return Map.of("key", rotation.rotate());
    }

    @GetMapping("/v1/erasures")
    List<Erasure> erasures(@RequestParam(defaultValue = "50") int limit) {
        return erasures.latest(Math.clamp(limit, 1, 1_000));
    }

    @PostMapping("/v1/erasures")
    @ResponseStatus(HttpStatus.CREATED)
    Erasure erase(@RequestBody ErasureRequest request, Caller caller) {
        var reason = Required.text("reason", request.reason());
        var session = request.session();
        var person = request.person();
        if ((session == null) == (person == null)) {
            throw Problem.of(Reason.BAD_REQUEST, "name either a session or a person")
                    .toException();
        }
        return session == null
                ? erasures.person(caller.operator(), Required.text("person", person), reason)
                : erasures.session(caller.operator(), session, reason);
    }

    /** Where the rows of one person are, in receipts and at targets. POST, so that no name is in an address. */
    @PostMapping("/v1/persons/footprint")
    Map<String, List<?>> footprint(@RequestBody PersonRequest request) {
        var footprint = erasures.footprint(Required.text("person", request.person()));
        return Map.of(
                "appearances", footprint.appearances(),
                "sessions", footprint.sessions(),
                "targets", footprint.targets());
    }

    @GetMapping("/v1/holds")
    List<LegalHold> holds() {
        return holds.inForce();
    }

    @PostMapping("/v1/holds")
    @ResponseStatus(HttpStatus.CREATED)
    LegalHold hold(@RequestBody HoldRequest request, Caller caller) {
        return holds.place(caller.operator(), request.session(), Required.text("reason", request.reason()));
    }

    @PostMapping("/v1/holds/{id}/release")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void release(@PathVariable String id, Caller caller) {
        holds.release(caller.operator(), id);
    }
}
