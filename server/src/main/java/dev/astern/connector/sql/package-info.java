/** Acts on PostgreSQL: capture, execution and undo in the database itself. */
@NullMarked
package dev.astern.connector.sql;

import org.jspecify.annotations.NullMarked;
