/** Holds the judge itself to account. */
@NullMarked
package dev.astern.bench.workload;

import org.jspecify.annotations.NullMarked;
