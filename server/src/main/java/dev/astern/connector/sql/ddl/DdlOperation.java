package dev.astern.connector.sql.ddl;

import dev.astern.connector.Form;
import dev.astern.connector.Operation;
import dev.astern.connector.Problem;
import dev.astern.connector.Resolution;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.sql.ddl.parse.Ddl;
import dev.astern.connector.sql.ddl.parse.DdlParser;
import dev.astern.connector.sql.ddl.parse.DdlText;
import dev.astern.connector.sql.ddl.parse.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Changes of structure, understood completely. */
public record DdlOperation(List<Parsed.Understood> statements) implements Operation {
    public DdlOperation {
        statements = List.copyOf(statements);
        if (statements.isEmpty()) {
            throw new IllegalArgumentException("no statements");
        }
    }

    /** Each text is one statement; all of them are structure changes, or all is refused. */
    public static Resolution resolve(List<String> texts) {
        var understood = new ArrayList<Parsed.Understood>();
        for (String text : texts) {
            switch (DdlParser.parse(text)) {
                case Parsed.Understood u -> understood.add(u);
                case Parsed.Refused r -> {
                    Problem problem = r.problem().with("statement", String.valueOf(understood.size() + 1));
                    return new Resolution.Refused(problem);
                }
            }
        }
        return new Resolution.Resolved(new DdlOperation(understood));
    }

    @Override
    public String verb() {
        List<String> verbs =
                statements.stream().map(s -> s.ddl().verb()).distinct().toList();
        return verbs.size() == 1 ? verbs.getFirst().toLowerCase(java.util.Locale.ROOT) : "ddl";
    }

    @Override
    public Tier tier() {
        return statements.stream().map(s -> tier(s.ddl())).reduce(Tier.WRITE, Tier::atLeast);
    }

    @Override
    public Reversibility reversibility() {
        return statements.stream()
                .map(s -> reversibility(s.ddl()))
                .reduce(Reversibility.TRIVIALLY_REVERSIBLE, Reversibility::atLeast);
    }

    @Override
    public List<String> resources() {
        return statements.stream()
                .flatMap(s -> s.ddl().names().stream())
                .map(Object::toString)
                .distinct()
                .toList();
    }

    @Override
    public String summary() {
        return statements.stream()
                .map(s -> s.ddl().verb() + " "
                        + s.ddl().names().stream().map(Object::toString).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }

    @Override
    public Form form() {
        return new Form.Sql(statements.stream()
                .map(s -> new Form.Sql.Part(
                        s.ddl().verb(),
                        s.ddl().names().stream().map(Object::toString).toList(),
                        DdlText.of(s.ddl()),
                        tier(s.ddl())))
                .toList());
    }

    @Override
    public String command() {
        return statements.stream().map(s -> DdlText.of(s.ddl())).collect(Collectors.joining(";\n"));
    }

    private static Tier tier(Ddl ddl) {
        return switch (ddl) {
            case Ddl.DropTable _, Ddl.Truncate _ -> Tier.DESTRUCTIVE;
            case Ddl.AlterTable a ->
                a.alterations().stream().anyMatch(DdlOperation::loses) ? Tier.DESTRUCTIVE : Tier.WRITE;
            case Ddl.CreateTable _, Ddl.CreateIndex _, Ddl.DropIndex _ -> Tier.WRITE;
        };
    }

    private static boolean loses(Ddl.Alteration alteration) {
        return switch (alteration) {
            case Ddl.Alteration.Drop _, Ddl.Alteration.Retype _ -> true;
            case Ddl.Alteration.Add _, Ddl.Alteration.Rename _ -> false;
        };
    }

    private static Reversibility reversibility(Ddl ddl) {
        return switch (ddl) {
            case Ddl.DropTable _, Ddl.Truncate _ -> Reversibility.REVERSIBLE_WITH_STATE;
            case Ddl.DropIndex _ -> Reversibility.REVERSIBLE_WITH_STATE;
            case Ddl.AlterTable a ->
                // What would be lost is kept at the target in the same transaction, and put back from there.
                a.alterations().stream().anyMatch(DdlOperation::loses)
                        ? Reversibility.REVERSIBLE_WITH_STATE
                        : Reversibility.TRIVIALLY_REVERSIBLE;
            case Ddl.CreateTable _, Ddl.CreateIndex _ -> Reversibility.TRIVIALLY_REVERSIBLE;
        };
    }
}
