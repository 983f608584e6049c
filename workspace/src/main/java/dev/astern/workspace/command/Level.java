package dev.astern.workspace.command;

/** How far a command is kept apart from everything else; what the host's kernel allows. */
public enum Level {
    /** In namespaces of its own, with everything it writes held back in a layer over the workspace. */
    OVERLAY,
    /** In namespaces of its own, writing into the workspace itself. */
    NAMESPACES,
    /** A group of processes; what it writes elsewhere is bounded by the rights of its user alone. */
    BARE
}
