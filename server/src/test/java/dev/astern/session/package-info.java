@NullMarked
package dev.astern.session;

import org.jspecify.annotations.NullMarked;
