package dev.astern.bench.workload;

import dev.astern.connector.UndoReport;
import java.util.List;
import java.util.Optional;

/** The one way to the database for agents, and the way back for operators. */
interface Gate {
    /** A session for an agent. */
    Agent start(String agent);

    interface Agent {
        /** Sends statements as one action; says what went wrong, if anything did. */
        Optional<String> act(List<String> statements);

        /** Takes back everything this session did; empty reports when there was nothing to take back. */
        List<UndoReport> undo();

        /** Ends the session's credentials at the target. */
        void end();
    }
}
