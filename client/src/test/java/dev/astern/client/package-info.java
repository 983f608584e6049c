@NullMarked
package dev.astern.client;

import org.jspecify.annotations.NullMarked;
