@NullMarked
package dev.astern.policy.lint;

import org.jspecify.annotations.NullMarked;
