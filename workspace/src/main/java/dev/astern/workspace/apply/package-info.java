@NullMarked
package dev.astern.workspace.apply;

import org.jspecify.annotations.NullMarked;
