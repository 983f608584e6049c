/** One record of settings per area. */
@NullMarked
package dev.astern.config;

import org.jspecify.annotations.NullMarked;
