@NullMarked
package dev.astern.smtp;

import org.jspecify.annotations.NullMarked;
