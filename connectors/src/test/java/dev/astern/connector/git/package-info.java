@NullMarked
package dev.astern.connector.git;

import org.jspecify.annotations.NullMarked;
