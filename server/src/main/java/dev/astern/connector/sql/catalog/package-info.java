/** What the target keeps about the tables that carry capture. */
@NullMarked
package dev.astern.connector.sql.catalog;

import org.jspecify.annotations.NullMarked;
