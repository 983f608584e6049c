/** What must survive a crash: files written whole or not at all, and keys in them. */
@NullMarked
package dev.astern.journal.disk;

import org.jspecify.annotations.NullMarked;
