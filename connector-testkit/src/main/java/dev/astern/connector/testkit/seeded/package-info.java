/**
 * Histories drawn from a seed, over any laboratory, and an auditor who knows the truth. A connector's author subclasses
 * {@link dev.astern.connector.testkit.seeded.SeededContract}.
 */
@NullMarked
package dev.astern.connector.testkit.seeded;

import org.jspecify.annotations.NullMarked;
