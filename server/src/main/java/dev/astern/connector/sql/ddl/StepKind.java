package dev.astern.connector.sql.ddl;

import java.util.Locale;

/** What one step of an action did to the structure. The inverse of each is one of these again. */
enum StepKind {
    TABLE_ADDED,
    TABLE_REMOVED,
    COLUMN_ADDED,
    COLUMN_REMOVED,
    COLUMN_RENAMED,
    COLUMN_RETYPED,
    INDEX_ADDED,
    INDEX_REMOVED,
    IDENTITY_RESTARTED;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static StepKind of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
