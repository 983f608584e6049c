/**
 * Commands that change other systems by their programs, where the recovery library says what to capture before and what to
 * run to take it back.
 */
@NullMarked
package dev.astern.workspace.program;

import org.jspecify.annotations.NullMarked;
