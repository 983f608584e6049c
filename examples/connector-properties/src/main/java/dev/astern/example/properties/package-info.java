/** A connector as an outsider writes it: see {@link dev.astern.example.properties.PropertiesProvider}, where to begin. */
@NullMarked
package dev.astern.example.properties;

import org.jspecify.annotations.NullMarked;
