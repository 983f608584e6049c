/** How risky an action is, term by term. */
@NullMarked
package dev.astern.policy.risk;

import org.jspecify.annotations.NullMarked;
