/** Files of a git repository: one commit for each action, one that takes it back, history never rewritten. */
@NullMarked
package dev.astern.connector.git;

import org.jspecify.annotations.NullMarked;
