/** Puts capture on tables, looks after it, and takes it away. */
@NullMarked
package dev.astern.connector.sql.install;

import org.jspecify.annotations.NullMarked;
