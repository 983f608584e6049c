package dev.astern.incident;

import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.evidence.ReceiptWords;
import dev.astern.evidence.Recorder;
import dev.astern.model.Incident;
import dev.astern.model.Operator;
import dev.astern.model.Receipt;
import dev.astern.model.ReceiptDraft;
import dev.astern.model.ReceiptType;
import dev.astern.storage.Journal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An incident's chain in the journal: what was said of it, by whom, in order; nothing of it can be left out. */
final class IncidentReceipts {
    static final String OPENED = "opened";
    static final String EXTENDED = "extended";
    static final String ASSIGNED = "assigned";
    static final String NOTED = "noted";
    static final String CLOSED = "closed";

    private static final int PAGE = 500;

    private final Recorder recorder;
    private final Journal journal;
    private final Clock clock;

    IncidentReceipts(Recorder recorder, Journal journal, Clock clock) {
        this.recorder = recorder;
        this.journal = journal;
        this.clock = clock;
    }

    /** Its first entry, unless that is there. */
    void opening(Incident incident) {
        if (!journal.ofSession(incident.id(), null, 1).items().isEmpty()) {
            return;
        }
        var body = new HashMap<String, @Nullable Object>();
        body.put("step", OPENED);
        body.put("operator", incident.openedBy());
        body.put("cause", incident.cause().code());
        body.put("of", incident.of());
        body.put("sessions", incident.sessions());
        record(
                incident,
                ReceiptType.INCIDENT,
                incident.openedAt(),
                body,
                Map.of("operator_name", incident.openedByName(), "text", incident.what()));
    }

    void extended(Incident incident, Operator by, List<String> sessions, String why) {
        var body = new HashMap<String, @Nullable Object>(step(EXTENDED, by));
        body.put("sessions", sessions);
        record(incident, ReceiptType.INCIDENT, clock.instant(), body, said(by, why));
    }

    /** @param text the owner's name, or what was found */
    void said(Incident incident, Operator by, String step, String text) {
        record(incident, ReceiptType.INCIDENT, clock.instant(), step(step, by), said(by, text));
    }

    /** Its last entries; what of them is there already stays. */
    void closing(Incident incident, Operator by, String resolution) {
        try {
            said(incident, by, CLOSED, resolution);
            record(incident, ReceiptType.SESSION_CLOSED, clock.instant(), Map.of("how", "incident closed"), Map.of());
        } catch (ProblemException e) {
            // Somebody wrote them who could not say so in the store any more.
            if (e.problem().reason() != Reason.SESSION_CLOSED) {
                throw e;
            }
        }
    }

    /** All that was said, in order. */
    List<Incidents.Said> timeline(String id) {
        var said = new ArrayList<Incidents.Said>();
        String from = null;
        do {
            var page = journal.ofSession(id, from, PAGE);
            page.items().stream()
                    .filter(receipt -> receipt.type() == ReceiptType.INCIDENT)
                    .map(this::line)
                    .forEach(said::add);
            from = page.next();
        } while (from != null);
        return said;
    }

    private Incidents.Said line(Receipt receipt) {
        var words = ReceiptWords.of(journal, receipt);
        return new Incidents.Said(
                receipt.time(),
                String.valueOf(words.get("step")),
                words.getOrDefault("operator_name", words.get("operator")) instanceof String name ? name : "",
                words.get("text") instanceof String text ? text : "(erased)");
    }

    private static Map<String, @Nullable Object> step(String step, Operator by) {
        return Map.of("step", step, "operator", by.id());
    }

    private static Map<String, @Nullable Object> said(Operator by, String text) {
        return Map.of("operator_name", by.name(), "text", text);
    }

    private void record(
            Incident incident,
            ReceiptType type,
            Instant at,
            Map<String, @Nullable Object> body,
            Map<String, @Nullable Object> disclosures) {
        recorder.record(new ReceiptDraft(incident.id(), null, type, at, body, disclosures));
    }
}
