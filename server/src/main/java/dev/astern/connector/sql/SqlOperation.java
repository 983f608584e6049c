package dev.astern.connector.sql;

import dev.astern.connector.Form;
import dev.astern.connector.Operation;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.sql.statement.Statement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Statements that run in one transaction.
 *
 * @param readOnly they run where the database refuses every change
 */
record SqlOperation(List<Statement> statements, boolean readOnly) implements Operation {
    private static final int SUMMARY = 200;

    SqlOperation {
        statements = List.copyOf(statements);
    }

    boolean fewRows() {
        return statements.stream().allMatch(Statement::fewRows);
    }

    @Override
    public String verb() {
        var verbs = statements.stream().map(Statement::verb).distinct().toList();
        return verbs.size() == 1 ? verbs.getFirst() : "sql";
    }

    /** Those that write. */
    @Override
    public List<String> verbs() {
        return statements.stream()
                .filter(statement -> statement.tier() != Tier.READ)
                .map(Statement::verb)
                .toList();
    }

    @Override
    public Tier tier() {
        return readOnly ? Tier.READ : statements.stream().map(Statement::tier).reduce(Tier.READ, Tier::atLeast);
    }

    @Override
    public Reversibility reversibility() {
        return readOnly ? Reversibility.TRIVIALLY_REVERSIBLE : Reversibility.REVERSIBLE_WITH_STATE;
    }

    @Override
    public List<String> resources() {
        return statements.stream().flatMap(s -> s.tables().stream()).distinct().toList();
    }

    @Override
    public String summary() {
        var first = statements.getFirst().sql().replaceAll("\\s+", " ");
        var more = statements.size() == 1 ? "" : " (and " + (statements.size() - 1) + " more)";
        return (first.length() <= SUMMARY ? first : first.substring(0, SUMMARY) + "…") + more;
    }

    @Override
    public Form form() {
        return new Form.Sql(statements.stream()
                .map(statement -> new Form.Sql.Part(
                        statement.verb(), statement.tables(), statement.sql(), readOnly ? Tier.READ : statement.tier()))
                .toList());
    }

    @Override
    public String command() {
        return statements.stream().map(Statement::sql).collect(Collectors.joining(";\n"));
    }
}
