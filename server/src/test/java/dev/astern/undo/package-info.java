@NullMarked
package dev.astern.undo;

import org.jspecify.annotations.NullMarked;
