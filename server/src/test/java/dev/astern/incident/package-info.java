@NullMarked
package dev.astern.incident;

import org.jspecify.annotations.NullMarked;
