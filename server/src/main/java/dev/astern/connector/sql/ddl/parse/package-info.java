/**
 * Reads the structure changes that agents may make, and writes them anew from what was understood. Text of an agent
 * never goes further than this package.
 */
@NullMarked
package dev.astern.connector.sql.ddl.parse;

import org.jspecify.annotations.NullMarked;
