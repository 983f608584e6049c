package dev.astern.hook;

import dev.astern.connector.Problem;

/** What a hook is told. It never becomes a question that the agent's own host could answer. */
public sealed interface HookRuling {
    /** The tool may run, and its end is to be reported. */
    record Allowed(String action) implements HookRuling {}

    /** It may not: refused, or people decide about it. */
    record Denied(Problem problem) implements HookRuling {}
}
