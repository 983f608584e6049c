package dev.astern.storage;

import dev.astern.model.Approval;
import dev.astern.model.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Requests that people decide about, and what they are shown. */
public interface ApprovalStore {
    /**
     * What is asked for and what it would do, sealed under its session's key.
     *
     * @param request the agent's, as JSON text
     * @param preview what people are shown, as JSON text
     */
    record Contents(String request, String preview) {}

    void add(Approval approval, Contents contents);

    Optional<Approval> byId(String id);

    Optional<Approval> byAction(String actionId);

    /** Empty where its session's key was destroyed. */
    Optional<Contents> contents(Approval approval);

    /** Latest first. */
    Page<Approval> page(@Nullable Boolean open, @Nullable String session, @Nullable String from, int limit);

    /** All that are not at their end, those first whose time is over first. */
    List<Approval> open();

    /**
     * Changes requests while nobody else can: all of them or, when the change throws, none.
     *
     * @param change what they become, in the same order; called with those that there are
     * @return as they are then
     */
    List<Approval> update(List<String> ids, UnaryOperator<List<Approval>> change);

    /** Changes one as {@link #update}, and shows other contents from then on. */
    Approval update(String id, UnaryOperator<Approval> change, Contents contents);

    /** Actions that were held before a moment and are still, with nobody asked about them. */
    List<String> heldWithoutRequest(Instant before);

    /** Keeps when an operator first opened a request in its present round. */
    void looked(String id, int round, String operator, Instant at);

    Optional<Instant> lookedAt(String id, int round, String operator);

    /** Who was the last to approve an action of this agent, whichever session it was in. */
    Optional<String> lastApprover(String agent);
}
