package dev.astern.mcp;

import java.time.Instant;

/**
 * Who calls.
 *
 * @param id the session's
 * @param expiresAt when the session ends
 * @param tools what it may use
 */
record Caller(String id, Instant expiresAt, Toolbox tools) {}
