@NullMarked
package dev.astern.cli;

import org.jspecify.annotations.NullMarked;
