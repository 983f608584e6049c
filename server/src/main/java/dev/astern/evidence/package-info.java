/** The journal as evidence: signed, witnessed, proven, exported, kept for as long as it has to be, and erased. */
@NullMarked
package dev.astern.evidence;

import org.jspecify.annotations.NullMarked;
