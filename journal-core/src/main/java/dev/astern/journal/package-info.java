@NullMarked
package dev.astern.journal;

import org.jspecify.annotations.NullMarked;
