/** A PostgreSQL of our own: unpacks the bundled binaries, makes the cluster, keeps its postmaster running. */
@NullMarked
package dev.astern.storage.embedded;

import org.jspecify.annotations.NullMarked;
