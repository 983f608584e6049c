package dev.astern.connector.sql.ddl.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a statement from its tree. For a session with {@code search_path = pg_catalog}, in which every name of the
 * statement carries its schema.
 */
public final class DdlText {
    private DdlText() {}

    public static String of(Ddl ddl) {
        return switch (ddl) {
            case Ddl.CreateTable d -> create(d);
            case Ddl.DropTable d -> "DROP TABLE " + ifExists(d.ifExists()) + names(d.names()) + cascade(d.cascade());
            case Ddl.Truncate d ->
                "TRUNCATE TABLE " + names(d.names()) + (d.restartIdentity() ? " RESTART IDENTITY" : "")
                        + cascade(d.cascade());
            case Ddl.AlterTable d ->
                "ALTER TABLE " + ifExists(d.ifExists()) + name(d.table()) + " "
                        + d.alterations().stream().map(DdlText::of).collect(Collectors.joining(", "));
            case Ddl.CreateIndex d -> create(d);
            case Ddl.DropIndex d -> "DROP INDEX " + ifExists(d.ifExists()) + names(d.names()) + cascade(d.cascade());
        };
    }

    public static String of(Ddl.Alteration alteration) {
        return switch (alteration) {
            case Ddl.Alteration.Add a -> "ADD COLUMN " + ifNotExists(a.ifNotExists()) + column(a.column());
            case Ddl.Alteration.Drop a ->
                "DROP COLUMN " + ifExists(a.ifExists()) + quote(a.column()) + cascade(a.cascade());
            case Ddl.Alteration.Rename a -> "RENAME COLUMN " + quote(a.column()) + " TO " + quote(a.to());
            case Ddl.Alteration.Retype a ->
                "ALTER COLUMN " + quote(a.column()) + " TYPE " + type(a.type())
                        + (a.using() == null ? "" : " USING " + ExprText.of(a.using()));
        };
    }

    public static String type(TypeName type) {
        return ExprText.type(type);
    }

    public static String expression(Expr expression) {
        return ExprText.of(expression);
    }

    public static String name(QName name) {
        return name.schema() == null ? quote(name.name()) : quote(name.schema()) + "." + quote(name.name());
    }

    public static String quote(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private static String create(Ddl.CreateTable table) {
        var elements = new ArrayList<String>();
        table.columns().forEach(c -> elements.add(column(c)));
        table.constraints().forEach(c -> elements.add(constraint(c)));
        return "CREATE TABLE " + ifNotExists(table.ifNotExists()) + name(table.table()) + " ("
                + String.join(", ", elements) + ")";
    }

    private static String column(ColumnDef column) {
        var text = new StringBuilder(quote(column.name())).append(" ").append(type(column.type()));
        switch (column.filling()) {
            case null -> {}
            case ColumnDef.Default d -> text.append(" DEFAULT ").append(ExprText.of(d.value()));
            case ColumnDef.Generated g ->
                text.append(" GENERATED ALWAYS AS (")
                        .append(ExprText.of(g.value()))
                        .append(") STORED");
            case ColumnDef.Identity i -> {
                text.append(" GENERATED ")
                        .append(i.always() ? "ALWAYS" : "BY DEFAULT")
                        .append(" AS IDENTITY");
                if (!i.options().isEmpty()) {
                    text.append(" (").append(String.join(" ", i.options())).append(")");
                }
            }
        }
        if (column.notNull()) {
            text.append(" NOT NULL");
        }
        column.constraints().forEach(c -> text.append(" ").append(constraint(c)));
        return text.toString();
    }

    private static String constraint(Constraint constraint) {
        String name = constraint.name() == null ? "" : "CONSTRAINT " + quote(constraint.name()) + " ";
        return name
                + switch (constraint) {
                    case Constraint.PrimaryKey c -> "PRIMARY KEY" + columns(c.columns());
                    case Constraint.Unique c ->
                        "UNIQUE" + (c.nullsNotDistinct() ? " NULLS NOT DISTINCT" : "") + columns(c.columns());
                    case Constraint.Check c -> "CHECK (" + ExprText.of(c.condition()) + ")";
                    case Constraint.ForeignKey c -> foreignKey(c);
                };
    }

    private static String foreignKey(Constraint.ForeignKey key) {
        String start = key.columns().isEmpty() ? "" : "FOREIGN KEY" + columns(key.columns()) + " ";
        String rules = key.rules().isEmpty() ? "" : " " + String.join(" ", key.rules());
        return start + "REFERENCES " + name(key.target()) + columns(key.targetColumns()) + rules;
    }

    private static String create(Ddl.CreateIndex index) {
        String parts = index.parts().stream().map(DdlText::part).collect(Collectors.joining(", "));
        return "CREATE " + (index.unique() ? "UNIQUE " : "") + "INDEX " + ifNotExists(index.ifNotExists())
                + (index.name() == null ? "" : quote(index.name()) + " ")
                + "ON " + name(index.table()) + " USING " + quote(index.method()) + " (" + parts + ")"
                + (index.including().isEmpty() ? "" : " INCLUDE" + columns(index.including()))
                + (index.nullsNotDistinct() ? " NULLS NOT DISTINCT" : "")
                + (index.where() == null ? "" : " WHERE " + ExprText.of(index.where()));
    }

    private static String part(Ddl.CreateIndex.Part part) {
        String value = part.value() instanceof Expr.Column c ? quote(c.name()) : "(" + ExprText.of(part.value()) + ")";
        return value
                + (part.operatorClass() == null ? "" : " pg_catalog." + quote(part.operatorClass()))
                + (part.order().isEmpty() ? "" : " " + part.order());
    }

    private static String columns(List<String> columns) {
        return columns.isEmpty()
                ? ""
                : columns.stream().map(DdlText::quote).collect(Collectors.joining(", ", " (", ")"));
    }

    private static String names(List<QName> names) {
        return names.stream().map(DdlText::name).collect(Collectors.joining(", "));
    }

    private static String ifExists(boolean said) {
        return said ? "IF EXISTS " : "";
    }

    private static String ifNotExists(boolean said) {
        return said ? "IF NOT EXISTS " : "";
    }

    private static String cascade(boolean said) {
        return said ? " CASCADE" : "";
    }
}
