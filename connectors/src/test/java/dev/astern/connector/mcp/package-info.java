@NullMarked
package dev.astern.connector.mcp;

import org.jspecify.annotations.NullMarked;
