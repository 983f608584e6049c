@NullMarked
package dev.astern.library.fill;

import org.jspecify.annotations.NullMarked;
