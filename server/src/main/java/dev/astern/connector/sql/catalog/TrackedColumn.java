package dev.astern.connector.sql.catalog;

import dev.astern.connector.sql.Identifiers;

/**
 * One column of a table as it was when capture was put on.
 *
 * @param name its name then
 * @param attnum its number, which a rename does not change
 * @param type the base type of the journal's column, quoted and with its schema
 * @param generated computed by the database; listed and not journaled
 * @param identity {@code GENERATED ALWAYS AS IDENTITY}
 * @param notNull declared so
 */
public record TrackedColumn(
        String name, int attnum, String type, boolean generated, boolean identity, boolean notNull) {
    /** Its column in the journal. */
    public String journalName() {
        return "c" + attnum;
    }

    public String quoted() {
        return Identifiers.quote(name);
    }
}
