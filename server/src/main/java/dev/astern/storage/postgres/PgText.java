package dev.astern.storage.postgres;

import org.jspecify.annotations.Nullable;

/** PostgreSQL's text holds every character but one. */
final class PgText {
    private PgText() {}

    /** For words on a screen; what must be exact goes into a leaf or a payload. */
    static @Nullable String printable(@Nullable String text) {
        return text == null ? null : text.replace('\u0000', '\ufffd');
    }
}
