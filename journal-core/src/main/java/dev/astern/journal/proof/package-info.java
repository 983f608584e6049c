/** A leaf's proof that needs nothing else but a policy, as C2SP tlog-proof. */
@NullMarked
package dev.astern.journal.proof;

import org.jspecify.annotations.NullMarked;
