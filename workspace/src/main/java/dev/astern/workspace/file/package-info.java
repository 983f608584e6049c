@NullMarked
package dev.astern.workspace.file;

import org.jspecify.annotations.NullMarked;
