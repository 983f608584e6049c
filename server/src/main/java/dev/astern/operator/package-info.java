/** Operators: named principals with permissions. */
@NullMarked
package dev.astern.operator;

import org.jspecify.annotations.NullMarked;
