@NullMarked
package dev.astern.library.read;

import org.jspecify.annotations.NullMarked;
