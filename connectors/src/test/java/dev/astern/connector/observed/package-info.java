@NullMarked
package dev.astern.connector.observed;

import org.jspecify.annotations.NullMarked;
