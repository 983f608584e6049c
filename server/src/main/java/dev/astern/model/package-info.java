/** Records and sealed types that everything else speaks in; no behaviour that needs the outside. */
@NullMarked
package dev.astern.model;

import org.jspecify.annotations.NullMarked;
