@NullMarked
package dev.astern.workspace.remote;

import org.jspecify.annotations.NullMarked;
