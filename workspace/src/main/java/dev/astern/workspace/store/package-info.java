@NullMarked
package dev.astern.workspace.store;

import org.jspecify.annotations.NullMarked;
