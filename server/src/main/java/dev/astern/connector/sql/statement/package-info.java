/** Reads statements as far as the gateway needs to before they run; the truth is observed later. */
@NullMarked
package dev.astern.connector.sql.statement;

import org.jspecify.annotations.NullMarked;
