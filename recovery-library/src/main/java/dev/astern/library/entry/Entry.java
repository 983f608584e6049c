package dev.astern.library.entry;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.library.fill.Template;
import dev.astern.library.model.Kind;
import dev.astern.library.model.Placeholder;
import dev.astern.library.model.Verb;
import dev.astern.library.pattern.Pattern;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of the recovery library.
 *
 * @param id unique
 * @param title what the action does, in words
 * @param notes for whoever takes it back
 * @param prefer a way to do the same that can be repeated without harm; empty for none
 */
public record Entry(
        String id,
        String title,
        Shape shape,
        Classed classed,
        Recovery recovery,
        Answers answers,
        String notes,
        String prefer,
        Place place) {
    /** What it is about. */
    public record Shape(Kind kind, String system, List<Pattern> patterns) {
        public Shape {
            patterns = List.copyOf(patterns);
        }
    }

    /**
     * How much is at stake.
     *
     * @param needsReconciliation other systems hold copies that must be put right as well
     * @param idempotent running the action twice leaves what running it once leaves
     */
    public record Classed(
            Tier tier, Reversibility reversibility, List<Verb> verbs, boolean needsReconciliation, boolean idempotent) {
        public Classed {
            verbs = List.copyOf(verbs);
        }
    }

    /**
     * How to take it back.
     *
     * @param touches for MCP tools, what a call does to which resources; empty where the two calls say it all
     * @param writes for commands, all places in files that one may change; empty where its arguments don't name them
     */
    public record Recovery(
            Template preCapture,
            Template compensation,
            Outcome outcome,
            RollbackSafe rollbackSafe,
            Optional<Verification> verify,
            Duration timeout,
            Map<String, Placeholder> placeholders,
            List<Touch> touches,
            List<Written> writes) {
        public Recovery {
            touches = List.copyOf(touches);
            writes = List.copyOf(writes);
            placeholders = Collections.unmodifiableMap(new LinkedHashMap<>(placeholders));
        }
    }

    /**
     * Who, what and how quickly; whether it can be taken back at all is the class.
     *
     * @param authority who can authorise the reversal
     * @param evidence what is preserved
     */
    public record Answers(String authority, List<String> evidence, RecoveryTime timeToRecover) {
        public Answers {
            evidence = List.copyOf(evidence);
        }
    }

    /** Where it stands; counted from one. */
    public record Place(String source, int line, int column) {
        @Override
        public String toString() {
            return source + ":" + line + ":" + column;
        }
    }
}
