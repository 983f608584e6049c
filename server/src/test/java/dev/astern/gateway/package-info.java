@NullMarked
package dev.astern.gateway;

import org.jspecify.annotations.NullMarked;
