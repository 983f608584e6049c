/** Holds a log's key, and signs nothing that does not extend what it signed before. */
@NullMarked
package dev.astern.journal.signer;

import org.jspecify.annotations.NullMarked;
