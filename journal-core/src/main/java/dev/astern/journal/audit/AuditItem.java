package dev.astern.journal.audit;

import dev.astern.journal.entry.EntryType;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One thing that an audit trail tells. */
public sealed interface AuditItem {
    /**
     * An action, from all of its entries.
     *
     * @param session in which it was done
     * @param id {@code act_…}
     * @param entries where in the log they are, in order
     * @param began the time of the first of them
     * @param ended the time of the last of them
     * @param said fields and disclosures by name, of each entry
     * @param withheld how many digests the entries have without a disclosure
     */
    record Action(
            String session,
            String id,
            List<Long> entries,
            Instant began,
            Instant ended,
            List<Map<String, @Nullable Object>> said,
            int withheld)
            implements AuditItem {
        public Action {
            entries = List.copyOf(entries);
            said = List.copyOf(said);
        }

        /** What is said under a name: by the latest entry that says something. */
        public @Nullable Object fact(String name) {
            for (int i = said.size() - 1; i >= 0; i--) {
                var value = said.get(i).get(name);
                if (value != null) {
                    return Parts.joined(value);
                }
            }
            return null;
        }

        /** A fact that is text. */
        Optional<String> text(String name) {
            return fact(name) instanceof String text ? Optional.of(text) : Optional.empty();
        }

        /** A member of a fact, whatever it is; null also where it is not known. */
        @Nullable
        Object member(String name, String member) {
            return fact(name) instanceof Map<?, ?> map ? map.get(member) : null;
        }
    }

    /**
     * Anything else that an entry says happened.
     *
     * @param entry where in the log it is
     * @param facts fields and disclosures by name
     * @param withheld how many digests the entry has without a disclosure
     */
    record Event(
            EntryType type, String session, long entry, Instant time, Map<String, @Nullable Object> facts, int withheld)
            implements AuditItem {
        public Event {
            facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        }
    }
}
