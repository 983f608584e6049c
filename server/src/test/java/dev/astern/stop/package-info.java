@NullMarked
package dev.astern.stop;

import org.jspecify.annotations.NullMarked;
