package dev.astern.workspace.program;

import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.resource.Within;
import java.util.List;
import java.util.Optional;

/** Runs programs, without a shell between. */
interface Shell extends AutoCloseable {
    /** What became of running one. */
    sealed interface Ran {
        /**
         * It ended.
         *
         * @param stdout all of it; nothing where it printed more than is handed around
         * @param output for whoever asked for the command
         */
        record Ended(int exitCode, Optional<String> stdout, Output output) implements Ran {}

        /** It was not started. */
        record NotStarted(Problem problem) implements Ran {}

        /** It was started, and nobody saw how it ended. */
        record Lost(Problem problem) implements Ran {}
    }

    Ran run(List<String> argv, Within within);

    /** Why nothing can be run now; nothing where it can. */
    Optional<Problem> unreachable();

    @Override
    void close();
}
