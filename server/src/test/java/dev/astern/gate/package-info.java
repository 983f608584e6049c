@NullMarked
package dev.astern.gate;

import org.jspecify.annotations.NullMarked;
