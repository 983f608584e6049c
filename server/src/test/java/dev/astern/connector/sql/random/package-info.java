@NullMarked
package dev.astern.connector.sql.random;

import org.jspecify.annotations.NullMarked;
