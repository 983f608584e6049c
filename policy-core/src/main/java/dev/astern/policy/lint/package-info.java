/** What is wrong with a policy file, or probably not meant. */
@NullMarked
package dev.astern.policy.lint;

import org.jspecify.annotations.NullMarked;
