package dev.astern.evidence;

import dev.astern.model.Operator;
import dev.astern.model.Receipt;
import dev.astern.model.ReceiptDraft;
import dev.astern.model.ReceiptType;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What people do to Astern itself, in the journal beside what agents do through it. */
public final class Acts {
    /** The chain of what belongs to no session. */
    public static final String CHAIN = "log";

    private final Recorder recorder;
    private final Clock clock;

    public Acts(Recorder recorder, Clock clock) {
        this.recorder = recorder;
        this.clock = clock;
    }

    /**
     * Keeps that somebody is about to do something; nothing may be done before this returns.
     *
     * @param act for example {@code POST /v1/targets/{name}/install}
     * @param subject what it is about, by name
     */
    public void attempted(Operator by, String act, Map<String, String> subject) {
        record(by, act, "attempted", null, subject);
    }

    /** Keeps how it ended: an HTTP status. */
    public void ended(Operator by, String act, int status) {
        record(by, act, "ended", status, Map.of());
    }

    /**
     * Keeps something that could not wait for its record.
     *
     * @param subject what it was about
     */
    public CompletableFuture<Receipt> done(String by, String byName, String act, Map<String, String> subject) {
        var body = new HashMap<String, @Nullable Object>();
        body.put("act", act);
        body.put("operator", by);
        body.put("phase", "done");
        body.put("status", null);
        var disclosures = new HashMap<String, @Nullable Object>();
        disclosures.put("operator_name", byName);
        disclosures.put("subject", subject);
        return recorder.submit(
                new ReceiptDraft(CHAIN, null, ReceiptType.ACT, clock.instant(), body, disclosures), null);
    }

    private void record(Operator by, String act, String phase, @Nullable Integer status, Map<String, String> subject) {
        var body = new HashMap<String, @Nullable Object>();
        body.put("act", act);
        body.put("operator", by.id());
        body.put("phase", phase);
        body.put("status", status);
        var disclosures = new HashMap<String, @Nullable Object>();
        disclosures.put("operator_name", by.name());
        if (!subject.isEmpty()) {
            disclosures.put("subject", subject);
        }
        recorder.record(new ReceiptDraft(CHAIN, null, ReceiptType.ACT, clock.instant(), body, disclosures));
    }
}
