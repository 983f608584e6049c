package dev.astern.connector;

import java.time.Duration;

/** What the gateway lends to a connector for one action: who acts, how long it may take, and the last word. */
public interface Execution {
    /** The action's id; a connector that can, fences the action under it at the target. */
    String actionId();

    SessionRef session();

    /** How long the whole performance may take. */
    Duration timeout();

    /** Whether {@link #clear} has to be told {@link Observed#beforeDigest}, because the action is bound to that state. */
    default boolean bindsBeforeState() {
        return false;
    }

    /** Whether a rehearsal has to rehearse the undo, too, because people are to decide about the action. */
    default boolean rehearsesUndo() {
        return false;
    }

    /**
     * Called exactly once, with everything done and nothing yet in effect: waits until the intent is durable, decides
     * again on what was really observed, and checks for stops. A connector that can't hold back its effects calls it
     * before it sends, with what it expects.
     */
    Clearance clear(Observed observed);

    /**
     * Registers how to interrupt the performance; run at most once, from another thread, when the caller goes away, the
     * session ends or a stop arrives. Once {@link #clear} has answered {@link Clearance.Commit} it is no longer run.
     */
    void onCancel(Runnable cancel);
}
