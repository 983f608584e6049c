/** The gateway among fakes that fail in every way they may, in every order, from one seed; and an auditor who knows. */
@NullMarked
package dev.astern.simulation;

import org.jspecify.annotations.NullMarked;
