/** What would have been decided otherwise. */
@NullMarked
package dev.astern.policy.simulate;

import org.jspecify.annotations.NullMarked;
