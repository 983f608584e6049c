/** The Merkle tree of RFC 6962 and RFC 9162: roots, inclusion proofs and consistency proofs, without any storage. */
@NullMarked
package dev.astern.journal.tree;

import org.jspecify.annotations.NullMarked;
