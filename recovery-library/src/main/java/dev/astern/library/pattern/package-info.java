@NullMarked
package dev.astern.library.pattern;

import org.jspecify.annotations.NullMarked;
