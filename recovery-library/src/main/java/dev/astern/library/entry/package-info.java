@NullMarked
package dev.astern.library.entry;

import org.jspecify.annotations.NullMarked;
