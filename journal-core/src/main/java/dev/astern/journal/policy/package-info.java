/** Whom a verifier trusts: logs, witnesses, and how many of these it takes, as C2SP tlog-policy. */
@NullMarked
package dev.astern.journal.policy;

import org.jspecify.annotations.NullMarked;
