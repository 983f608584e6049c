@NullMarked
package dev.astern.approval;

import org.jspecify.annotations.NullMarked;
