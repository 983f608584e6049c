@NullMarked
package dev.astern.mcp;

import org.jspecify.annotations.NullMarked;
