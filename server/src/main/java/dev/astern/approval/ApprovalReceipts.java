package dev.astern.approval;

import dev.astern.evidence.Recorder;
import dev.astern.model.Approval;
import dev.astern.model.Operator;
import dev.astern.model.ReceiptDraft;
import dev.astern.model.ReceiptType;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the journal says of requests, beside their actions' own receipts. */
public final class ApprovalReceipts {
    private final Recorder recorder;
    private final Clock clock;

    public ApprovalReceipts(Recorder recorder, Clock clock) {
        this.recorder = recorder;
        this.clock = clock;
    }

    /** @param incident that was opened because of it, or null */
    void voted(Approval approval, Operator by, @Nullable String incident) {
        var vote = approval.votes().getLast();
        var said = new HashMap<String, @Nullable Object>();
        said.put("operator_name", by.name());
        if (!vote.reason().isEmpty()) {
            said.put("vote_reason", vote.reason());
        }
        if (!vote.confirmed().isEmpty()) {
            said.put(
                    "confirmed",
                    vote.confirmed().stream()
                            .map(need -> need.name().toLowerCase(Locale.ROOT))
                            .sorted()
                            .toList());
        }
        if (vote.recoveryOwner() != null) {
            said.put("recovery_owner", vote.recoveryOwner());
        }
        said.put("looked_at", vote.lookedAt() == null ? null : vote.lookedAt().toString());
        record(approval, vote.choice().code(), by.id(), incident, said);
    }

    void edited(Approval approval, Operator by, String reason) {
        record(approval, "edit", by.id(), null, Map.of("operator_name", by.name(), "vote_reason", reason));
    }

    /** Nobody did it but time, or the world. */
    void happened(Approval approval, String what, String detail) {
        record(approval, what, null, null, Map.of("problem_detail", detail));
    }

    private void record(
            Approval approval,
            String decision,
            @Nullable String operator,
            @Nullable String incident,
            Map<String, ? extends @Nullable Object> disclosures) {
        var body = new HashMap<String, @Nullable Object>();
        body.put("request", approval.id());
        body.put("fingerprint", approval.fingerprint());
        body.put("round", approval.round());
        body.put("decision", decision);
        body.put("operator", operator);
        if (incident != null) {
            body.put("incident", incident);
        }
        recorder.record(new ReceiptDraft(
                approval.sessionId(),
                approval.actionId(),
                ReceiptType.APPROVAL,
                clock.instant(),
                body,
                new HashMap<>(disclosures)));
    }
}
