@NullMarked
package dev.astern.connector.sql;

import org.jspecify.annotations.NullMarked;
