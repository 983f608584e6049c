/** Sessions of agents: started by operators, short-lived, revocable. */
@NullMarked
package dev.astern.session;

import org.jspecify.annotations.NullMarked;
