@NullMarked
package dev.astern.workspace.connector;

import org.jspecify.annotations.NullMarked;
