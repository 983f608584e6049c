@NullMarked
package dev.astern.target;

import org.jspecify.annotations.NullMarked;
