package dev.astern.connector.mcp;

/** How a server wants to be spoken to. */
enum Era {
    /** Up to 2025-11-25: a handshake first, and over HTTP a session. */
    SESSIONS,
    /** From 2026-07-28: every request stands for itself. */
    STATELESS
}
