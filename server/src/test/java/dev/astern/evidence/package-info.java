@NullMarked
package dev.astern.evidence;

import org.jspecify.annotations.NullMarked;
