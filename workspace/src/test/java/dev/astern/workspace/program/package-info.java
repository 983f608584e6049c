@NullMarked
package dev.astern.workspace.program;

import org.jspecify.annotations.NullMarked;
