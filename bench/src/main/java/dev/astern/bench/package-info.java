@NullMarked
package dev.astern.bench;

import org.jspecify.annotations.NullMarked;
