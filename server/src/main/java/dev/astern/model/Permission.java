package dev.astern.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an operator may do. Nothing is implied by anything else. */
public enum Permission {
    /** Make and revoke operators and their tokens. */
    OPERATOR_MANAGE,
    /** Start sessions for agents. */
    SESSION_START,
    /** Revoke anybody's session. */
    SESSION_REVOKE,
    /** Add, install, refresh, prune and remove targets. */
    TARGET_MANAGE,
    /** Apply an undo. Planning one needs only {@link #JOURNAL_READ}. */
    UNDO_EXECUTE,
    /** See sessions, actions, effects, receipts and plans. */
    JOURNAL_READ;

    /** The name outside, for example {@code undo.execute}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    public static Optional<Permission> ofCode(String code) {
        return Arrays.stream(values()).filter(p -> p.code().equals(code)).findFirst();
    }
}
