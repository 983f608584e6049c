/** The store in PostgreSQL: its own, or the embedded one. */
@NullMarked
package dev.astern.storage.postgres;

import org.jspecify.annotations.NullMarked;
