/** The story that shows what it is all for: an agent, a shop, a colleague, an undo. */
@NullMarked
package dev.astern.cli.demo;

import org.jspecify.annotations.NullMarked;
