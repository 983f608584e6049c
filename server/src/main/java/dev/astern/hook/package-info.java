/** What the hooks of coding agents ask before a tool runs, and report after it. */
@NullMarked
package dev.astern.hook;

import org.jspecify.annotations.NullMarked;
