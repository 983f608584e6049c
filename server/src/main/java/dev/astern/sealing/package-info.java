/** Keeps what may have to be erased one day under keys that can be destroyed. */
@NullMarked
package dev.astern.sealing;

import org.jspecify.annotations.NullMarked;
