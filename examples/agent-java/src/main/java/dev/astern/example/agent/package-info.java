/** An agent that acts through Astern, with nothing but the client. */
@NullMarked
package dev.astern.example.agent;

import org.jspecify.annotations.NullMarked;
