/** Ports to the durable store. An answer from here is durable, or it is an exception. */
@NullMarked
package dev.astern.storage;

import org.jspecify.annotations.NullMarked;
