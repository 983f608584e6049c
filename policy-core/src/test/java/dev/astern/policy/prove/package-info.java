@NullMarked
package dev.astern.policy.prove;

import org.jspecify.annotations.NullMarked;
