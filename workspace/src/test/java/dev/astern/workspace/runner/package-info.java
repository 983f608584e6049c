@NullMarked
package dev.astern.workspace.runner;

import org.jspecify.annotations.NullMarked;
