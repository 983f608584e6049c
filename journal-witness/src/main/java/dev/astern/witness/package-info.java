/** A witness: cosigns the checkpoints of logs it was told to watch, as long as each extends the one before. */
@NullMarked
package dev.astern.witness;

import org.jspecify.annotations.NullMarked;
