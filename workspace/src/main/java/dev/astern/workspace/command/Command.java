package dev.astern.workspace.command;

import dev.astern.workspace.file.RelPath;
import java.util.List;

/**
 * What an agent wants to run.
 *
 * @param argv the program first; no shell reads it
 * @param folder where in the workspace
 */
public record Command(List<String> argv, RelPath folder) {
    public Command {
        argv = List.copyOf(argv);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("a command has at least a program");
        }
    }
}
