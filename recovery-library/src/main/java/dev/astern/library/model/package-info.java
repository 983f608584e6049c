@NullMarked
package dev.astern.library.model;

import org.jspecify.annotations.NullMarked;
