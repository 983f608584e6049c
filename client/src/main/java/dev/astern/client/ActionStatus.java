package dev.astern.client;

import java.util.List;

/**
 * What is known of an action by now.
 *
 * @param summary a line for people
 * @param tier for example {@code write}
 * @param reversibility for example {@code reversible_with_state}
 * @param counts what it changed
 * @param reason the stable code of why it was refused or failed, or empty
 * @param detail the same in words, or empty
 */
public record ActionStatus(
        String action,
        ActionState state,
        String target,
        String tool,
        String summary,
        String tier,
        String reversibility,
        List<ResourceCount> counts,
        List<String> notes,
        String reason,
        String detail) {
    public ActionStatus {
        counts = List.copyOf(counts);
        notes = List.copyOf(notes);
    }
}
