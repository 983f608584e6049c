/**
 * The engine for systems without transactions, in front of a system that fails in every way it may, among people who edit
 * and processes that die, all from one seed; and an auditor who sees what really happens.
 */
@NullMarked
package dev.astern.connector.resource.simulation;

import org.jspecify.annotations.NullMarked;
