@NullMarked
package dev.astern.storage.postgres;

import org.jspecify.annotations.NullMarked;
