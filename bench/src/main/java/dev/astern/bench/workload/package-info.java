/**
 * Replays what agents really did through the gateway, undoes it, and compares every table with what it should be by
 * then. What it should be is worked out here, apart from Astern.
 */
@NullMarked
package dev.astern.bench.workload;

import org.jspecify.annotations.NullMarked;
