/** The people's door, without a server. */
@NullMarked
package dev.astern.web;

import org.jspecify.annotations.NullMarked;
