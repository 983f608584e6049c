package dev.astern.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.EnumSet;
import java.util.List;

/**
 * Compiles conditions, once, when a policy is read. The limits are such that no condition runs long: its text is short,
 * its loops are counted and can't be nested, its patterns are fixed and matched in linear time.
 */
final class Conditions {
    static final int TEXT_MAX = 2_000;
    private static final int ITERATIONS_MAX = 1_000;
    private static final int DEPTH_MAX = 32;

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(TEXT_MAX)
            .maxParseRecursionDepth(DEPTH_MAX)
            .comprehensionMaxIterations(ITERATIONS_MAX)
            .enableHeterogeneousNumericComparisons(true)
            .build();
    private static final CelCompiler COMPILER = compiler();
    /** The planner resolves names and overloads when it plans: three times as fast here as the legacy interpreter. */
    private static final CelRuntime RUNTIME = CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(OPTIONS)
            .addFunctionBindings(Functions.bindings())
            .build();

    private Conditions() {}

    /** Something wrong with a condition. Line from 1, column from 0, both within its text. */
    record Issue(int line, int column, String message) {}

    /** What became of compiling one. */
    sealed interface Compiled {
        record Good(Condition condition) implements Compiled {}

        record Bad(List<Issue> issues) implements Compiled {}
    }

    private static CelCompiler compiler() {
        var builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setResultType(SimpleType.BOOL)
                .addFunctionDeclarations(Functions.declarations());
        for (var variable : Variable.values()) {
            builder.addVar(variable.text(), variable.type());
        }
        return builder.build();
    }

    static Compiled compile(String text) {
        if (text.codePointCount(0, text.length()) > TEXT_MAX) {
            return bad(new Issue(1, 0, "a condition has at most " + TEXT_MAX + " characters"));
        }
        try {
            var result = COMPILER.compile(text);
            return result.hasError()
                    ? new Compiled.Bad(result.getErrors().stream()
                            .map(issue -> issue(text, issue))
                            .toList())
                    : checked(text, result.getAst());
        } catch (CelValidationException | CelEvaluationException | RuntimeException e) {
            return bad(new Issue(1, 0, String.valueOf(e.getMessage())));
        }
    }

    private static Compiled bad(Issue issue) {
        return new Compiled.Bad(List.of(issue));
    }

    private static Compiled checked(String text, CelAbstractSyntaxTree tree) throws CelEvaluationException {
        var issues = new ConditionCheck(tree).issues();
        if (!issues.isEmpty()) {
            return new Compiled.Bad(issues);
        }
        var reads = EnumSet.noneOf(Variable.class);
        for (CelReference reference : tree.getReferenceMap().values()) {
            var variable = Variable.BY_NAME.get(reference.name());
            if (variable != null) {
                reads.add(variable);
            }
        }
        return new Compiled.Good(new Condition(text, tree, RUNTIME.createProgram(tree), reads));
    }

    private static Issue issue(String text, CelIssue issue) {
        var location = issue.getSourceLocation();
        int line = Math.max(1, location.getLine());
        int column = Math.max(0, location.getColumn());
        return new Issue(line, column, ConditionMessages.plain(text, line, column, issue.getMessage()));
    }
}
