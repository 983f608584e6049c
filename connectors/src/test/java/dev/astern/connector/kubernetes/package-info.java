@NullMarked
package dev.astern.connector.kubernetes;

import org.jspecify.annotations.NullMarked;
