package dev.astern.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import java.util.Set;

/** A rule's condition, compiled when the policy was read. */
public final class Condition {
    private final String text;
    private final CelAbstractSyntaxTree tree;
    private final Program program;
    private final Set<Variable> reads;

    Condition(String text, CelAbstractSyntaxTree tree, Program program, Set<Variable> reads) {
        this.text = text;
        this.tree = tree;
        this.program = program;
        this.reads = Set.copyOf(reads);
    }

    /** What became of evaluating it. */
    sealed interface Outcome {
        record Known(boolean holds) implements Outcome {}

        /** It threw, or read too much. */
        record Broken(String message) implements Outcome {}

        Known HOLDS = new Known(true);
        Known FAILS = new Known(false);
    }

    public String text() {
        return text;
    }

    /** As it was checked; for those who reason about it. */
    public CelAbstractSyntaxTree tree() {
        return tree;
    }

    /** What it looks at. */
    public Set<Variable> reads() {
        return reads;
    }

    Outcome evaluate(Scope scope) {
        scope.begin();
        try {
            var value = program.eval(scope);
            return value instanceof Boolean holds
                    ? holds ? Outcome.HOLDS : Outcome.FAILS
                    : new Outcome.Broken("it did not come to true or false");
        } catch (CelEvaluationException | RuntimeException e) {
            return new Outcome.Broken(String.valueOf(e.getMessage()));
        }
    }
}
