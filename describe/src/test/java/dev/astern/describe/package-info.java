@NullMarked
package dev.astern.describe;

import org.jspecify.annotations.NullMarked;
