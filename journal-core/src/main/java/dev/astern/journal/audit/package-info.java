/** What entries say about actions, in the forms that people and their tools ask for. Made at export, never kept. */
@NullMarked
package dev.astern.journal.audit;

import org.jspecify.annotations.NullMarked;
