package dev.astern.connector.sql;

import dev.astern.connector.Call;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.sql.ddl.DdlOperation;
import dev.astern.connector.sql.statement.Statement;
import dev.astern.connector.sql.statement.Statements;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postgresql.core.Parser;

/** Understands a call, or says why not; touches no database. */
final class Resolver {
    private static final int MAX_CHARS = 16 << 20;
    private static final int MAX_STATEMENTS = 1_000;

    private Resolver() {}

    static Resolution resolve(Call call) {
        return switch (call.tool()) {
            case SqlTools.RUN_SQL -> resolve(call, false);
            case SqlTools.READ_ROWS -> resolve(call, true);
            default -> refused(Reason.NOT_FOUND, "there is no tool called " + call.tool());
        };
    }

    private static Resolution resolve(Call call, boolean readOnly) {
        var texts = texts(call);
        if (texts.isEmpty()) {
            return refused(
                    Reason.BAD_REQUEST, "give `sql` as text, or `statements` as a list of texts, and nothing else");
        }
        if (texts.get().stream().mapToLong(String::length).sum() > MAX_CHARS) {
            return refused(Reason.TOO_LARGE, "the statements are longer than " + MAX_CHARS + " characters");
        }
        var statements = new ArrayList<Statement>();
        texts.get().forEach(text -> statements.addAll(Statements.split(text)));
        if (!readOnly && statements.stream().anyMatch(s -> s.kind() == Statement.Kind.STRUCTURE)) {
            return structure(statements);
        }
        return objection(statements, readOnly)
                .<Resolution>map(Resolution.Refused::new)
                .orElseGet(() -> new Resolution.Resolved(new SqlOperation(
                        statements, readOnly || statements.stream().allMatch(s -> s.kind() == Statement.Kind.READ))));
    }

    /** The gateway's own role runs these, so they share no transaction with statements of the agent's role. */
    private static Resolution structure(List<Statement> statements) {
        for (var statement : statements) {
            if (statement.kind() != Statement.Kind.STRUCTURE) {
                return objection(statement, false)
                        .<Resolution>map(Resolution.Refused::new)
                        .orElseGet(
                                () -> refused(Reason.NOT_ALLOWED, "send structure changes as an action of their own"));
            }
        }
        return DdlOperation.resolve(statements.stream().map(Statement::sql).toList());
    }

    private static Optional<List<String>> texts(Call call) {
        var arguments = call.arguments();
        if (arguments.size() != 1) {
            return Optional.empty();
        }
        if (arguments.get("sql") instanceof String sql) {
            return Optional.of(List.of(sql));
        }
        if (!(arguments.get("statements") instanceof List<?> list)) {
            return Optional.empty();
        }
        var texts = new ArrayList<String>();
        for (Object item : list) {
            if (!(item instanceof String text)) {
                return Optional.empty();
            }
            texts.add(text);
        }
        return Optional.of(texts);
    }

    private static Optional<Problem> objection(List<Statement> statements, boolean readOnly) {
        if (statements.isEmpty()) {
            return problem(Reason.BAD_REQUEST, "there is no statement");
        }
        if (statements.size() > MAX_STATEMENTS) {
            return problem(Reason.TOO_LARGE, "more than " + MAX_STATEMENTS + " statements in one action");
        }
        for (var statement : statements) {
            var objection = objection(statement, readOnly);
            if (objection.isPresent()) {
                return objection;
            }
        }
        return Optional.empty();
    }

    private static Optional<Problem> objection(Statement statement, boolean readOnly) {
        if (statement.sql().indexOf('\0') >= 0) {
            return problem(Reason.STATEMENT_INVALID, "the statement holds a NUL character");
        }
        if (!single(statement.sql())) {
            return problem(Reason.STATEMENT_INVALID, "the statement can be read as more than one");
        }
        if (statement.leavesTheDatabase()) {
            return problem(
                    Reason.NOT_CAPTURABLE, "it calls a function whose effect is outside of what can be captured");
        }
        var named = statement.verb().toUpperCase(Locale.ROOT);
        return switch (statement.kind()) {
            case READ -> Optional.empty();
            case WRITE ->
                readOnly && !statement.verb().equals("select")
                        ? problem(Reason.NOT_ALLOWED, SqlTools.READ_ROWS + " runs only statements that change nothing")
                        : Optional.empty();
            case STRUCTURE -> problem(Reason.NOT_ALLOWED, named + " can't be run through the gateway");
            case TRANSACTION ->
                problem(Reason.TRANSACTION_CONTROL, named + " is the gateway's: each action is one transaction");
            case FORBIDDEN, EMPTY -> problem(Reason.NOT_ALLOWED, named + " can't be run through the gateway");
        };
    }

    /** The driver has a parser of its own, which cuts at semicolons; both must see the same one statement. */
    private static boolean single(String sql) {
        try {
            return Parser.parseJdbcSql(sql, true, false, true, false, false).size() == 1;
        } catch (SQLException e) {
            return false;
        }
    }

    private static Optional<Problem> problem(Reason reason, String detail) {
        return Optional.of(Problem.of(reason, detail));
    }

    private static Resolution refused(Reason reason, String detail) {
        return new Resolution.Refused(Problem.of(reason, detail));
    }
}
