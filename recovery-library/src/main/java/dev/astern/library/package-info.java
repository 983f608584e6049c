@NullMarked
package dev.astern.library;

import org.jspecify.annotations.NullMarked;
