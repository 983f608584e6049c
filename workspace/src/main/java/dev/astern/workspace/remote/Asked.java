package dev.astern.workspace.remote;

import dev.astern.connector.Reversibility;
import dev.astern.connector.SessionRef;
import dev.astern.connector.Tier;
import dev.astern.connector.UndoRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is asked of a runner, and small answers; each travels as one message. */
public final class Asked {
    private Asked() {}

    /** @param workspace by the name that both sides know it by */
    public record Resolve(String workspace, String tool, Map<String, Object> arguments) {}

    /** What was understood; the runner understands the call again before it runs it. */
    public record Understood(
            String verb,
            Tier tier,
            Reversibility reversibility,
            List<String> resources,
            String summary,
            String command,
            List<String> argv) {}

    /** Who acts and for how long. */
    public record For(String actionId, SessionRef session, long timeoutMs, boolean bindsBeforeState) {}

    public record Perform(Resolve call, For execution, boolean rehearse) {}

    public record OfAction(String workspace, String actionId) {}

    public record Effects(
            String workspace, String actionId, @Nullable String from, int limit) {}

    /** @param actions each with the digest of its receipt */
    public record Undo(
            String workspace,
            List<Chosen> actions,
            UndoRequest.OnConflict onConflict,
            Map<String, UndoRequest.OnConflict> choices,
            int itemLimit,
            @Nullable String planDigest,
            @Nullable For execution) {
        public static Undo of(String workspace, UndoRequest request, @Nullable For execution) {
            return new Undo(
                    workspace,
                    request.actions().stream()
                            .map(one -> new Chosen(one.actionId(), one.digest()))
                            .toList(),
                    request.onConflict(),
                    request.choices(),
                    request.itemLimit(),
                    request.planDigest(),
                    execution);
        }

        public UndoRequest request() {
            return new UndoRequest(
                    actions.stream()
                            .map(one -> new UndoRequest.Selected(one.actionId(), one.digest()))
                            .toList(),
                    onConflict,
                    choices,
                    itemLimit,
                    planDigest);
        }
    }

    public record Chosen(String actionId, String digest) {}

    public record Revoke(String workspace, SessionRef session) {}

    public record Prune(String workspace, long beforeMs, boolean dryRun) {}

    public record Status(String workspace) {}

    /** @param remainingNs how long the right lasts; null for no limit. Clocks of two processes are not compared. */
    public record Cleared(@Nullable Long remainingNs) {}

    public record Nothing() {}
}
