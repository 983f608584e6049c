package dev.astern.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.remote.TimestampAnswer;
import dev.astern.journal.remote.TimestampClient;
import dev.astern.model.SignedCheckpoint;
import dev.astern.model.TimeStamp;
import dev.astern.storage.LogStore;
import java.util.Optional;

/** Has an authority say when a checkpoint was there, so that nothing before it can be backdated. */
public final class TimeStamping {
    private final LogStore store;
    private final TimestampClient authority;

    public TimeStamping(LogStore store, TimestampClient authority) {
        this.store = store;
        this.authority = authority;
    }

    /**
     * Has the latest checkpoint stamped, unless it has been.
     *
     * @return why it was not, or empty
     */
    public Optional<String> stamp() {
        var latest = store.latest(store.current().id());
        if (latest.isEmpty() || isStamped(latest.get())) {
            return Optional.empty();
        }
        var checkpoint = latest.get();
        return switch (authority.stamp(checkpoint.note().getBytes(UTF_8))) {
            case TimestampAnswer.Stamped(var response, var time) -> {
                store.stamp(new TimeStamp(checkpoint.log(), checkpoint.size(), checkpoint.note(), response, time));
                yield Optional.empty();
            }
            case TimestampAnswer.Refused(var detail) -> Optional.of("the authority refused: " + detail);
            case TimestampAnswer.Unreachable(var detail) -> Optional.of("the authority can't be asked: " + detail);
            case TimestampAnswer.Bad(var step, var detail) -> Optional.of("not a time stamp: " + step + ": " + detail);
        };
    }

    private boolean isStamped(SignedCheckpoint checkpoint) {
        return store.stampOf(checkpoint.log(), checkpoint.size())
                .filter(stamp -> stamp.size() == checkpoint.size())
                .isPresent();
    }
}
