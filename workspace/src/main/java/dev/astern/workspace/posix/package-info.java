@NullMarked
package dev.astern.workspace.posix;

import org.jspecify.annotations.NullMarked;
