@NullMarked
package dev.astern.connector.common;

import org.jspecify.annotations.NullMarked;
