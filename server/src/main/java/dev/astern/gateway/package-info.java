/** One action from proposal to outcome. */
@NullMarked
package dev.astern.gateway;

import org.jspecify.annotations.NullMarked;
