package dev.astern.workspace.store;

import java.util.List;

/**
 * What a command printed.
 *
 * @param sessionId in whose name it ran
 * @param digests of its streams, kept as contents
 */
public record Printed(String sessionId, List<String> digests) {
    public Printed {
        digests = List.copyOf(digests);
    }
}
