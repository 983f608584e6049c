package dev.astern.connector.mcp;

import dev.astern.connector.Problem;

/** What came of calling a tool. */
sealed interface Called {
    /** It answered; perhaps that it did not do it. */
    record Said(Answer answer) implements Called {}

    /** It was not called, or the server refused the call as such. */
    record Refused(Problem problem) implements Called {}

    /** It never reached the server. */
    record Unsent(Problem problem) implements Called {}

    /**
     * Nobody knows what it did.
     *
     * @param answered whether something came back, so that nothing is under way any more
     */
    record Unknown(Problem problem, boolean answered) implements Called {}
}
