package dev.astern.library.model;

/** What kind of call an entry is about. */
public enum Kind {
    COMMAND,
    SQL,
    HTTP,
    MCP
}
