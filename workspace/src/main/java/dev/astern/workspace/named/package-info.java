@NullMarked
package dev.astern.workspace.named;

import org.jspecify.annotations.NullMarked;
