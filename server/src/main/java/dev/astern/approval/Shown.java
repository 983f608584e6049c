package dev.astern.approval;

import dev.astern.connector.Effect;
import dev.astern.connector.Observed;
import dev.astern.connector.ResourceCount;
import dev.astern.gateway.HeldAction;
import dev.astern.gateway.Json;
import dev.astern.storage.ApprovalStore.Contents;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people are shown of a held action.
 *
 * @param summary one line
 * @param command in full
 * @param tool that was called
 * @param arguments it was called with
 * @param reason the agent's words
 * @param sources what the agent says it acted on
 * @param evidence what the agent says it rests on
 * @param counts per resource, complete
 * @param extent what share of a table that is, and how much money, in sentences
 * @param effects the first of them, before and after
 * @param complete whether these are all
 * @param notes what is not captured
 * @param risk how the risk came about
 * @param rehearsedMs how long the rehearsal took, with that of the undo
 * @param undo what came of rehearsing its undo
 * @param promotion how it differs from what it was tried out as, or null
 */
public record Shown(
        String summary,
        String command,
        String tool,
        Map<String, Object> arguments,
        String reason,
        List<String> sources,
        Map<String, Object> evidence,
        List<ResourceCount> counts,
        List<String> extent,
        List<Effect> effects,
        boolean complete,
        List<String> notes,
        List<String> risk,
        long rehearsedMs,
        ShownUndo undo,
        @Nullable ShownPromotion promotion) {
    static Shown of(HeldAction held) {
        var request = held.request();
        Observed observed = held.observed();
        return new Shown(
                held.operation().summary(),
                held.operation().command(),
                request.tool(),
                request.arguments(),
                request.reason(),
                request.sources(),
                request.evidence(),
                observed.counts(),
                ShownExtent.of(observed.extent()),
                observed.sample(),
                observed.sample().size() >= observed.total(),
                observed.notes(),
                held.ruling().terms(),
                held.rehearsed().toMillis(),
                ShownUndo.of(observed, held.undo()),
                held.staged().map(staged -> ShownPromotion.of(staged, observed)).orElse(null));
    }

    static Contents contents(HeldAction held) {
        return new Contents(Json.write(held.request()), Json.write(of(held)));
    }
}
