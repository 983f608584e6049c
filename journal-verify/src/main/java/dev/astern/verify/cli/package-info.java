/** The command line: {@code java -jar astern-verify.jar}. */
@NullMarked
package dev.astern.verify.cli;

import org.jspecify.annotations.NullMarked;
