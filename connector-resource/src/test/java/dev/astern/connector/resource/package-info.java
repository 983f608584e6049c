@NullMarked
package dev.astern.connector.resource;

import org.jspecify.annotations.NullMarked;
