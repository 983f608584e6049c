@NullMarked
package dev.astern.server;

import org.jspecify.annotations.NullMarked;
