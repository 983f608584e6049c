@NullMarked
package dev.astern.storage.embedded;

import org.jspecify.annotations.NullMarked;
