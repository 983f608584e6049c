/** RFC 3161: that an authority has seen bytes at a time. */
@NullMarked
package dev.astern.verify.stamp;

import org.jspecify.annotations.NullMarked;
