@NullMarked
package dev.astern.policy.simulate;

import org.jspecify.annotations.NullMarked;
