package dev.astern.connector.sql.ddl.parse;

import java.util.ArrayList;
import java.util.List;

/** CREATE TABLE and ALTER TABLE. */
final class TableParser {
    private final TokenStream in;
    private final ColumnParser columns;
    private final TypeParser types;
    private final ExprParser expressions;

    TableParser(TokenStream in, ColumnParser columns, TypeParser types, ExprParser expressions) {
        this.in = in;
        this.columns = columns;
        this.types = types;
        this.expressions = expressions;
    }

    Ddl create() {
        boolean ifNotExists = in.accept("if", "not", "exists");
        QName name = in.qualifiedName();
        var found = new ArrayList<ColumnDef>();
        var constraints = new ArrayList<Constraint>();
        if (!in.seesSymbol("(")) {
            throw NotUnderstood.notAllowed("CREATE TABLE … AS, OF and PARTITION OF are not read; list the columns");
        }
        in.expectSymbol("(");
        if (!in.seesSymbol(")")) {
            in.list(() -> element(found, constraints));
        }
        in.expectSymbol(")");
        if (in.sees("with") || in.sees("tablespace") || in.sees("inherits") || in.sees("partition") || in.sees("on")) {
            throw NotUnderstood.notAllowed(
                    "a table is made plain: no WITH, TABLESPACE, INHERITS, PARTITION or ON COMMIT");
        }
        return new Ddl.CreateTable(name, ifNotExists, found, constraints);
    }

    private boolean element(List<ColumnDef> found, List<Constraint> constraints) {
        if (in.sees("like")) {
            throw NotUnderstood.notAllowed("LIKE is not read in CREATE TABLE; list the columns");
        }
        Constraint constraint = columns.tableConstraint();
        return constraint == null ? found.add(columns.column()) : constraints.add(constraint);
    }

    Ddl alter() {
        boolean ifExists = in.accept("if", "exists");
        DdlParser.refuseOnly(in);
        QName name = in.qualifiedName();
        List<Ddl.Alteration> alterations = in.list(this::alteration);
        if (alterations.size() > 1 && alterations.stream().anyMatch(Ddl.Alteration.Rename.class::isInstance)) {
            throw NotUnderstood.invalid("RENAME stands alone in its ALTER TABLE");
        }
        return new Ddl.AlterTable(name, ifExists, alterations);
    }

    private Ddl.Alteration alteration() {
        if (in.accept("add")) {
            return add();
        }
        if (in.accept("drop")) {
            refuseConstraint("DROP");
            in.accept("column");
            boolean ifExists = in.accept("if", "exists");
            return new Ddl.Alteration.Drop(in.name(), ifExists, DdlParser.cascade(in));
        }
        if (in.accept("rename")) {
            return rename();
        }
        if (in.accept("alter")) {
            return retype();
        }
        throw in.unexpected("ADD, DROP, RENAME or ALTER COLUMN");
    }

    private Ddl.Alteration add() {
        refuseConstraint("ADD");
        in.accept("column");
        boolean ifNotExists = in.accept("if", "not", "exists");
        return new Ddl.Alteration.Add(columns.column(), ifNotExists);
    }

    private void refuseConstraint(String verb) {
        for (String word : List.of("constraint", "primary", "unique", "check", "foreign")) {
            if (in.sees(word)) {
                throw NotUnderstood.notAllowed(verb + " of a constraint by itself is not among the structure changes of"
                        + " agents; a constraint can come with a new column or table, a unique index by CREATE INDEX");
            }
        }
    }

    private Ddl.Alteration rename() {
        if (in.sees("to") || in.sees("constraint")) {
            throw NotUnderstood.notAllowed("only columns can be renamed");
        }
        in.accept("column");
        String column = in.name();
        in.expect("to");
        return new Ddl.Alteration.Rename(column, in.name());
    }

    private Ddl.Alteration retype() {
        in.accept("column");
        String column = in.name();
        in.accept("set", "data");
        if (!in.accept("type")) {
            throw NotUnderstood.notAllowed("of ALTER COLUMN only TYPE is among the structure changes of agents");
        }
        TypeName type = types.type();
        if (type.serial()) {
            throw NotUnderstood.invalid("a column can't be changed to " + type.name());
        }
        return new Ddl.Alteration.Retype(column, type, in.accept("using") ? expressions.expression() : null);
    }
}
