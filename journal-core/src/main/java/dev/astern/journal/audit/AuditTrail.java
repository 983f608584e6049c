package dev.astern.journal.audit;

import dev.astern.journal.entry.Disclosed;
import dev.astern.journal.entry.Entry;
import dev.astern.journal.entry.EntryType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts entries together to what they tell, one item for each action. Actions come in the order in which they end, so that
 * no more is remembered than what has not ended yet.
 */
public final class AuditTrail {
    /** The states of an action of which more will be heard. */
    private static final Set<String> UNSETTLED = Set.of("running", "unconfirmed");

    private final Map<String, OpenAction> open = new LinkedHashMap<>();

    /**
     * Takes the next entry of the log.
     *
     * @param index its place in the log
     * @param said with what was disclosed of it
     * @return what it completes
     */
    public Optional<AuditItem> add(long index, Entry entry, Disclosed said) {
        var id = entry.action();
        if (!isAboutAction(entry.type()) || id.isEmpty()) {
            return Optional.of(new AuditItem.Event(
                    entry.type(), entry.session(), index, entry.time(), said.body(), said.withheld()));
        }
        var key = entry.session() + "/" + id.get();
        var action = open.computeIfAbsent(key, _ -> new OpenAction(entry.session(), id.get(), entry.time()));
        action.add(index, entry.time(), said);
        if (!ends(entry)) {
            return Optional.empty();
        }
        open.remove(key);
        return Optional.of(action.item());
    }

    /** What has not ended, in the order in which it began. */
    public List<AuditItem> rest() {
        return open.values().stream().map(OpenAction::item).toList();
    }

    private static boolean isAboutAction(EntryType type) {
        return switch (type) {
            case INTENT, HELD, APPROVAL, RESULT, REFUSAL -> true;
            case SESSION_OPENED,
                    SESSION_REVOKED,
                    SESSION_HALTED,
                    SESSION_RESUMED,
                    SESSION_LIMITED,
                    SESSION_CLOSED,
                    UNDO,
                    ACT,
                    INCIDENT,
                    POLICY,
                    ERASURE,
                    KEY_ROTATION,
                    RECOVERY -> false;
        };
    }

    private static boolean ends(Entry entry) {
        return switch (entry.type()) {
            case REFUSAL -> true;
            case RESULT -> !(entry.body().get("state") instanceof String state && UNSETTLED.contains(state));
            default -> false;
        };
    }
}
