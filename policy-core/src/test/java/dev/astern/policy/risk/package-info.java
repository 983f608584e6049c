@NullMarked
package dev.astern.policy.risk;

import org.jspecify.annotations.NullMarked;
