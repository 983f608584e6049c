package dev.astern.gateway;

import dev.astern.connector.Observed;
import dev.astern.connector.Operation;
import dev.astern.connector.UndoRehearsal;
import dev.astern.gate.Ruling;
import dev.astern.model.Action;
import dev.astern.model.Session;
import dev.astern.policy.HoldTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An action that waits for people, and what they are to be shown.
 *
 * @param action its state is {@link dev.astern.model.ActionState#HELD}
 * @param ruling why
 * @param terms who has to agree
 * @param observed what it would do now
 * @param undo what came of rehearsing its undo; empty where that is not to be had
 * @param staged what it did where it was tried out; empty where it was not
 * @param fingerprint of all of that
 * @param rehearsed how long the rehearsal took
 * @param at when it was seen
 */
public record HeldAction(
        Session session,
        Action action,
        ActionRequest request,
        Operation operation,
        Ruling ruling,
        HoldTerms terms,
        Observed observed,
        Optional<UndoRehearsal> undo,
        Optional<Staged> staged,
        String fingerprint,
        Duration rehearsed,
        Instant at) {}
