/**
 * Takes effects back, set by set: net effect, the three images field by field, apply, read back. Nothing here depends on
 * the order in which effects happened.
 */
@NullMarked
package dev.astern.connector.sql.undo;

import org.jspecify.annotations.NullMarked;
