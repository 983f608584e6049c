/** The people's door: plain pages, rendered here, for a browser that needs run nothing. */
@NullMarked
package dev.astern.web;

import org.jspecify.annotations.NullMarked;
