@NullMarked
package dev.astern.workspace.command;

import org.jspecify.annotations.NullMarked;
