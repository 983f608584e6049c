package dev.astern.connector.mail;

import java.util.Locale;
import java.util.Optional;

/** How far a mail has come. */
enum State {
    DRAFT,
    /** Leaves when its time comes, unless it is withdrawn. */
    WAITING,
    /** A node is handing it to the mail server. */
    SENDING,
    SENT,
    WITHDRAWN,
    /** The mail server refused it; nobody got it. */
    FAILED,
    /** It was handed over and the answer was lost. Never sent again by itself. */
    UNCONFIRMED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<State> of(String word) {
        for (var state : values()) {
            if (state.word().equals(word)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    /** Whether somebody may have it. */
    boolean gone() {
        return this == SENDING || this == SENT || this == UNCONFIRMED;
    }

    /** Whether it lies here and stays here. */
    boolean rests() {
        return this == DRAFT || this == WITHDRAWN || this == FAILED;
    }
}
