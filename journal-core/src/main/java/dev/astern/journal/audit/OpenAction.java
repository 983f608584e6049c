package dev.astern.journal.audit;

import dev.astern.journal.entry.Disclosed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was said so far of an action. */
final class OpenAction {
    private final String session;
    private final String id;
    private final Instant began;
    private final List<Long> entries = new ArrayList<>(2);
    private final List<Map<String, @Nullable Object>> said = new ArrayList<>(2);
    private Instant ended;
    private int withheld;

    OpenAction(String session, String id, Instant began) {
        this.session = session;
        this.id = id;
        this.began = began;
        this.ended = began;
    }

    void add(long index, Instant time, Disclosed entry) {
        entries.add(index);
        ended = time;
        withheld += entry.withheld();
        said.add(entry.body());
    }

    AuditItem item() {
        return new AuditItem.Action(session, id, entries, began, ended, said, withheld);
    }
}
