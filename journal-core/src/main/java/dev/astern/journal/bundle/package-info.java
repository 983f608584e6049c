/** What is handed to somebody who does not trust us: entries and all that proves them, as {@code docs/journal.md}. */
@NullMarked
package dev.astern.journal.bundle;

import org.jspecify.annotations.NullMarked;
