/** Erases what the target keeps about a person. */
@NullMarked
package dev.astern.connector.sql.erase;

import org.jspecify.annotations.NullMarked;
