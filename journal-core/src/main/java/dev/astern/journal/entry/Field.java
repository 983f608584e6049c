package dev.astern.journal.entry;

/** A field of an entry of some type. What is required is never a disclosure: without it the entry says nothing. */
record Field(String name, Kind kind, boolean required) {
    static Field required(String name, Kind kind) {
        return new Field(name, kind, true);
    }

    static Field optional(String name, Kind kind) {
        return new Field(name, kind, false);
    }
}
