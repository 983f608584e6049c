package dev.astern.library.fill;

import dev.astern.library.model.Filling;
import dev.astern.library.model.Kind;
import dev.astern.library.model.RecoveryStep.ByConnector.Work;
import java.util.List;
import java.util.Set;

/** Something to run, with placeholders. */
public sealed interface Template {
    String text();

    Set<String> holes();

    /** Those whose value becomes part of a text, where no JSON object can stand. */
    Set<String> textHoles();

    /** Fills it; every value was found and is of its type. */
    Filling fill(Values values, List<String> carried);

    /** What became of reading one. */
    sealed interface Read {
        record Ok(Template template) implements Read {}

        record Bad(Flaw flaw, String detail) implements Read {}
    }

    /** What is wrong with it. */
    enum Flaw {
        SYNTAX,
        /** It needs a shell, and there is none. */
        SHELL,
        /** A value would be read as code. */
        INTERPRETER
    }

    /** None, and the entry says so. */
    record Nothing() implements Template {
        @Override
        public String text() {
            return "none";
        }

        @Override
        public Set<String> holes() {
            return Set.of();
        }

        @Override
        public Set<String> textHoles() {
            return Set.of();
        }

        @Override
        public Filling fill(Values values, List<String> carried) {
            return new Filling.None();
        }
    }

    /** The connector's own work. */
    record Own(Work work) implements Template {
        @Override
        public String text() {
            return work.name().toLowerCase(java.util.Locale.ROOT);
        }

        @Override
        public Set<String> holes() {
            return Set.of();
        }

        @Override
        public Set<String> textHoles() {
            return Set.of();
        }

        @Override
        public Filling fill(Values values, List<String> carried) {
            return new Filling.Filled(new dev.astern.library.model.RecoveryStep.ByConnector(work));
        }
    }

    /** A program's arguments. */
    non-sealed interface Command extends Template {
        String program();
    }

    /** Of other kinds. */
    non-sealed interface Call extends Template {}

    /**
     * Reads one.
     *
     * @param word what stands for the connector's own work: {@code capture} or {@code restore}
     */
    static Read read(Kind kind, String text, Work word) {
        var stripped = text.strip();
        if (stripped.equals("none")) {
            return new Read.Ok(new Nothing());
        }
        if (stripped.equals(word.name().toLowerCase(java.util.Locale.ROOT))) {
            return new Read.Ok(new Own(word));
        }
        if (stripped.length() > 2_000) {
            return new Read.Bad(Flaw.SYNTAX, "it is longer than 2000 characters");
        }
        return switch (kind) {
            case COMMAND -> CommandTemplate.read(stripped);
            case SQL -> SqlTemplate.read(stripped);
            case HTTP -> HttpTemplate.read(stripped);
            case MCP -> McpTemplate.read(stripped);
        };
    }
}
