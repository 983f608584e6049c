package dev.astern.evidence;

import dev.astern.model.ReceiptDraft;
import dev.astern.model.ReceiptType;
import dev.astern.storage.LogStore;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first entry of a log that goes on after another lost entries: it says what was lost. */
public final class Recovery {
    private final LogStore store;
    private final Recorder recorder;
    private final Clock clock;

    public Recovery(LogStore store, Recorder recorder, Clock clock) {
        this.store = store;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** Writes it where it is missing. */
    public void enter() {
        var log = store.current();
        var lost = log.after();
        if (lost == null || store.size(log.id()) > 0) {
            return;
        }
        var body = new HashMap<String, @Nullable Object>();
        body.put("origin", lost.origin());
        body.put("signed_size", lost.signedSize() < 0 ? null : lost.signedSize());
        body.put("signed_root", lost.signedRoot().isEmpty() ? null : lost.signedRoot());
        body.put("restored_size", lost.keptSize());
        recorder.record(new ReceiptDraft(Acts.CHAIN, null, ReceiptType.RECOVERY, clock.instant(), body, Map.of()));
    }
}
