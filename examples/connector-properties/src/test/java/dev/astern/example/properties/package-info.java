@NullMarked
package dev.astern.example.properties;

import org.jspecify.annotations.NullMarked;
