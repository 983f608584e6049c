package dev.astern.connector.sql.ddl;

import dev.astern.connector.Reason;
import dev.astern.connector.UndoResult;
import org.jspecify.annotations.Nullable;

/** What is to become of one step, or has. */
record Verdict(UndoResult result, @Nullable Reason reason) {
    static final Verdict RESTORED = new Verdict(UndoResult.RESTORED, null);
    static final Verdict ALREADY_BACK = new Verdict(UndoResult.ALREADY_BACK, null);

    static Verdict kept(Reason reason) {
        return new Verdict(UndoResult.KEPT, reason);
    }

    static Verdict gone() {
        return new Verdict(UndoResult.GONE, Reason.TARGET_GONE);
    }
}
