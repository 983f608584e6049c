@NullMarked
package dev.astern.workspace.overlay;

import org.jspecify.annotations.NullMarked;
