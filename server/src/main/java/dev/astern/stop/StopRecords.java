package dev.astern.stop;

import dev.astern.evidence.Acts;
import dev.astern.model.StopOrder;
import dev.astern.storage.StopStore;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Puts stops into the journal, after they hold: a stop that waited for its record could be held up by what it is to
 * stop. One that could not be recorded stands, and is recorded later.
 */
public final class StopRecords {
    private final Acts acts;
    private final StopStore store;
    private final BiConsumer<String, Throwable> failed;

    public StopRecords(Acts acts, StopStore store, BiConsumer<String, Throwable> failed) {
        this.acts = acts;
        this.store = store;
        this.failed = failed;
    }

    void placed(StopOrder order) {
        var subject = Map.of(
                "stop", order.id(),
                "scope", order.scope().code(),
                "name", order.name(),
                "reason", order.reason(),
                "placed_at", order.placedAt().toString());
        var _ = acts.done(order.by().id(), order.by().name(), "stop", subject)
                .whenCompleteAsync(
                        (receipt, failure) -> {
                            if (failure == null) {
                                recorded(order);
                            } else {
                                failed.accept(order.id(), failure);
                            }
                        },
                        Thread::startVirtualThread);
    }

    private void recorded(StopOrder order) {
        try {
            store.recorded(order.id());
        } catch (RuntimeException e) {
            failed.accept(order.id(), e);
        }
    }
}
