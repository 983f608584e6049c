/** Asks others to vouch for a log, over HTTP, believing nothing they answer before it is verified. */
@NullMarked
package dev.astern.journal.remote;

import org.jspecify.annotations.NullMarked;
