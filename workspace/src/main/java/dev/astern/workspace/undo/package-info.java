@NullMarked
package dev.astern.workspace.undo;

import org.jspecify.annotations.NullMarked;
