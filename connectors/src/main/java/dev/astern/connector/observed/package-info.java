/** Tools that an agent's own host runs: governed before they run and reported afterwards; nothing of them is captured. */
@NullMarked
package dev.astern.connector.observed;

import org.jspecify.annotations.NullMarked;
