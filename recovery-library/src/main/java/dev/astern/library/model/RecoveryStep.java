package dev.astern.library.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Something to run for a recovery, filled in completely. */
public sealed interface RecoveryStep {
    /** One line for people; a command's line means the same to a POSIX shell. */
    String line();

    /**
     * A program and its arguments, to be started without a shell.
     *
     * @param line the same, quoted for a shell
     */
    record CommandLine(List<String> argv, String line) implements RecoveryStep {
        public CommandLine {
            argv = List.copyOf(argv);
        }
    }

    /** A statement whose names and values are quoted. */
    record SqlStatement(String line) implements RecoveryStep {}

    /**
     * A request.
     *
     * @param path encoded
     * @param body JSON, or empty
     */
    record HttpRequest(String method, String path, String body) implements RecoveryStep {
        @Override
        public String line() {
            return method + " " + path + (body.isEmpty() ? "" : " " + body);
        }
    }

    /**
     * A call of a tool.
     *
     * @param line server, tool and the arguments as JSON
     */
    record McpCall(String server, String tool, Map<String, Object> arguments, String line) implements RecoveryStep {
        public McpCall {
            arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        }
    }

    /** The connector does it by itself: it captures the images, or restores them by compare-and-set. */
    record ByConnector(Work work) implements RecoveryStep {
        public enum Work {
            CAPTURE,
            RESTORE
        }

        @Override
        public String line() {
            return work.name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
