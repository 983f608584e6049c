package dev.astern.gateway;

import dev.astern.connector.Connector;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;

/** Who does what is asked for, as whoever asks takes it. */
enum Doer {
    HERE("is done by the agent's host, which asks by its hook"),
    ELSEWHERE("is done by Astern; call its tools instead");

    private final String otherwise;

    Doer(String otherwise) {
        this.otherwise = otherwise;
    }

    /** @throws dev.astern.connector.ProblemException where the target's connector has it done by the other one */
    void check(Connector connector, String target) {
        if (connector.reportedWithin().isPresent() != (this == ELSEWHERE)) {
            throw Problem.of(Reason.BAD_REQUEST, "what is done at " + target + " " + otherwise)
                    .toException();
        }
    }
}
