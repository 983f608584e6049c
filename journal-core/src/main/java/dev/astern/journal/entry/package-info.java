/** What an entry says, and what of it is shown only to some: salted disclosures, as RFC 9901. */
@NullMarked
package dev.astern.journal.entry;

import org.jspecify.annotations.NullMarked;
