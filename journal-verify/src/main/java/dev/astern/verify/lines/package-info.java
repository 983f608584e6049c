/** The files of a bundle that have a line for every entry: read once, checked on all cores, put together in order. */
@NullMarked
package dev.astern.verify.lines;

import org.jspecify.annotations.NullMarked;
