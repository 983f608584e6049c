package dev.astern.approval;

import dev.astern.model.Approval;
import dev.astern.model.Operator;

/** What follows when somebody lets an action run alone. */
public interface Glass {
    /**
     * Opens an incident in the same step in which the vote counts, or not at all.
     *
     * @param approval with that vote as its last
     * @return the incident's id
     */
    String broken(Approval approval, Operator by);

    /** Told once the vote counts. */
    void counted(String incident);
}
