@NullMarked
package dev.astern.architecture;

import org.jspecify.annotations.NullMarked;
