package dev.astern.library;

/** The JSON Schema of files of entries, for editors and other programs. */
public final class LibrarySchema {
    private LibrarySchema() {}

    /** Draft 2020-12. */
    public static String text() {
        return Shipped.text("recovery-entry.schema.json");
    }
}
