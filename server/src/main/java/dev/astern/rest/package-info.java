/** The REST door: HTTP and JSON on one side, services on the other. */
@NullMarked
package dev.astern.rest;

import org.jspecify.annotations.NullMarked;
