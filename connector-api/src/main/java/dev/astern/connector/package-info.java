@NullMarked
package dev.astern.connector;

import org.jspecify.annotations.NullMarked;
