package dev.astern.workspace.store;

/** Whether an action's effects may be put into the workspace; said once, for ever. */
public enum Decision {
    COMMIT,
    NEVER
}
