@NullMarked
package dev.astern.policy;

import org.jspecify.annotations.NullMarked;
