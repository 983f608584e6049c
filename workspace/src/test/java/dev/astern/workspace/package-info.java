@NullMarked
package dev.astern.workspace;

import org.jspecify.annotations.NullMarked;
