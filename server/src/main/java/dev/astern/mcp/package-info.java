/** The door for agents that speak the Model Context Protocol. */
@NullMarked
package dev.astern.mcp;

import org.jspecify.annotations.NullMarked;
