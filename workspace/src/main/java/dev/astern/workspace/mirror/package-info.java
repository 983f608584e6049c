@NullMarked
package dev.astern.workspace.mirror;

import org.jspecify.annotations.NullMarked;
