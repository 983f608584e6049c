/** Kubernetes: manifests applied, patched, scaled, deleted, and put back field by field. */
@NullMarked
package dev.astern.connector.kubernetes;

import org.jspecify.annotations.NullMarked;
