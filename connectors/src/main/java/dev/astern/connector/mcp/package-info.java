/**
 * Upstream MCP servers: their tools mirrored, governed and taken back as entries of the recovery library say. Nothing that
 * such a server says is trusted.
 */
@NullMarked
package dev.astern.connector.mcp;

import org.jspecify.annotations.NullMarked;
