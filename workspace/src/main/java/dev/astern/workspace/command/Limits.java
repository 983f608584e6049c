package dev.astern.workspace.command;

import java.util.Map;

/**
 * What commands of a workspace may use.
 *
 * @param network whether they reach the host's network; otherwise they have none
 * @param processes at most so many at once, where the kernel counts them
 * @param outputBytes output and errors together; a command that prints more is killed
 * @param environment all that is in a command's environment beside what is always there
 */
public record Limits(boolean network, int processes, long outputBytes, Map<String, String> environment) {
    public Limits {
        environment = Map.copyOf(environment);
    }
}
