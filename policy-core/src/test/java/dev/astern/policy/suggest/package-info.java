@NullMarked
package dev.astern.policy.suggest;

import org.jspecify.annotations.NullMarked;
