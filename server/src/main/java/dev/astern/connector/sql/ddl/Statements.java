package dev.astern.connector.sql.ddl;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.ResourceCount;
import dev.astern.connector.sql.ddl.parse.ColumnDef;
import dev.astern.connector.sql.ddl.parse.Constraint;
import dev.astern.connector.sql.ddl.parse.Ddl;
import dev.astern.connector.sql.ddl.parse.DdlText;
import dev.astern.connector.sql.ddl.parse.QName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs one understood statement in its protected form. */
final class Statements {
    private final Work work;
    private final Db db;
    private final String home;

    /** @param home the schema that names without one belong to */
    Statements(Work work, String home) {
        this.work = work;
        this.db = work.db();
        this.home = home;
    }

    /** @return rows that went with it, where it took any */
    List<ResourceCount> run(Ddl ddl) throws SQLException {
        return switch (ddl) {
            case Ddl.CreateTable d -> create(d);
            case Ddl.DropTable d -> drop(d);
            case Ddl.Truncate d -> truncate(d);
            case Ddl.AlterTable d -> alter(d);
            case Ddl.CreateIndex d -> create(d);
            case Ddl.DropIndex d -> drop(d);
        };
    }

    private List<ResourceCount> create(Ddl.CreateTable d) throws SQLException {
        QName name = d.table().in(home);
        Relation.manageable(name);
        String schema = Objects.requireNonNull(name.schema());
        boolean there = db.count(
                        "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                                + " WHERE n.nspname = ? AND c.relname = ?",
                        schema,
                        name.name())
                > 0;
        if (there && d.ifNotExists()) {
            work.note(name + " was there already");
            return List.of();
        }
        work.catalog();
        db.run(DdlText.of(new Ddl.CreateTable(name, false, columns(d.columns()), constraints(d.constraints()))));
        Relation table = Objects.requireNonNull(Relation.table(db, name), "the table just made");
        work.capture().put(db.connection(), table.oid());
        work.finish(work.draft(StepKind.TABLE_ADDED, table, null));
        return List.of();
    }

    private List<ColumnDef> columns(List<ColumnDef> columns) {
        return columns.stream().map(this::column).toList();
    }

    private ColumnDef column(ColumnDef c) {
        return new ColumnDef(c.name(), c.type(), c.notNull(), c.filling(), constraints(c.constraints()));
    }

    private List<Constraint> constraints(List<Constraint> constraints) {
        return constraints.stream()
                .map(c -> c instanceof Constraint.ForeignKey k
                        ? new Constraint.ForeignKey(
                                k.name(), k.columns(), home(k.target()), k.targetColumns(), k.rules())
                        : c)
                .toList();
    }

    private QName home(QName name) {
        QName full = name.in(home);
        Relation.manageable(full);
        return full;
    }

    private List<ResourceCount> drop(Ddl.DropTable d) throws SQLException {
        List<Relation> tables = tables(d.names(), d.ifExists());
        if (tables.isEmpty()) {
            return List.of();
        }
        if (tables.size() > 1 && !d.cascade()) {
            // What they hold on to among themselves is no hindrance; anything else is.
            work.tried(DdlText.of(new Ddl.DropTable(names(tables), false, false)));
        }
        var counts = new ArrayList<ResourceCount>();
        for (Relation table : tables) {
            counts.add(new ResourceCount(table.path(), 0, 0, rows(table)));
            new TableRemoval(work).remove(table, d.cascade() || tables.size() > 1, null);
        }
        return counts;
    }

    /** Exact where counting is cheap; else what the last analysis found, and it is said. */
    private long rows(Relation table) throws SQLException {
        long size = db.count("SELECT pg_relation_size(?::bigint::oid)", table.oid());
        if (size <= COUNTED_BYTES) {
            return db.count("SELECT count(*) FROM " + table.sql());
        }
        work.note("the number of rows in " + table.path() + " is an estimate");
        return Math.max(0, db.count("SELECT reltuples::bigint FROM pg_class WHERE oid = ?::bigint::oid", table.oid()));
    }

    private static final long COUNTED_BYTES = 16L << 20;

    private List<ResourceCount> truncate(Ddl.Truncate d) throws SQLException {
        List<Relation> tables = tables(d.names(), false);
        return new Truncation(work).empty(new Ddl.Truncate(names(tables), d.restartIdentity(), d.cascade()), tables);
    }

    private List<ResourceCount> alter(Ddl.AlterTable d) throws SQLException {
        List<Relation> found = tables(List.of(d.table()), d.ifExists());
        for (Relation table : found) {
            for (Ddl.Alteration alteration : d.alterations()) {
                alter(table, alteration);
            }
        }
        return List.of();
    }

    private void alter(Relation table, Ddl.Alteration alteration) throws SQLException {
        switch (alteration) {
            case Ddl.Alteration.Add a -> {
                work.catalog();
                plain(table, new Ddl.Alteration.Add(column(a.column()), a.ifNotExists()));
                recapture(table);
                work.finish(work.draft(StepKind.COLUMN_ADDED, table, a.column().name()));
            }
            case Ddl.Alteration.Drop a -> {
                if (a.ifExists() && ColumnSpec.read(db, table.oid(), a.column()) == null) {
                    work.note(table.path() + " has no column " + a.column());
                } else {
                    new ColumnRemoval(work).remove(table, a.column(), a.cascade(), null);
                }
            }
            case Ddl.Alteration.Rename a -> {
                work.catalog();
                plain(table, a);
                recapture(table);
                work.finish(work.draft(StepKind.COLUMN_RENAMED, table, a.to()).other(a.column()));
            }
            case Ddl.Alteration.Retype a -> new Retyping(work).retype(table, a);
        }
    }

    private void plain(Relation table, Ddl.Alteration alteration) throws SQLException {
        db.run("ALTER TABLE " + table.sql() + " " + DdlText.of(alteration));
    }

    private void recapture(Relation table) throws SQLException {
        work.capture().put(db.connection(), table.oid());
    }

    private List<ResourceCount> create(Ddl.CreateIndex d) throws SQLException {
        Relation table = tables(List.of(d.table()), false).getFirst();
        work.catalog();
        db.run(DdlText.of(new Ddl.CreateIndex(
                d.name(),
                new QName(table.schema(), table.name()),
                d.unique(),
                d.ifNotExists(),
                d.method(),
                d.parts(),
                d.including(),
                d.nullsNotDistinct(),
                d.where())));
        new IndexChange(work).added(table, null);
        return List.of();
    }

    private List<ResourceCount> drop(Ddl.DropIndex d) throws SQLException {
        for (QName name : d.names()) {
            QName full = home(name);
            Relation table = Relation.ofIndex(db, full);
            if (table == null && !d.ifExists()) {
                throw Problem.of(Reason.STATEMENT_INVALID, "index " + full + " does not exist")
                        .toException();
            }
            if (table != null) {
                new IndexChange(work).remove(table, full.name(), d.cascade(), null);
            }
        }
        return List.of();
    }

    private List<Relation> tables(List<QName> names, boolean ifExists) throws SQLException {
        var found = new ArrayList<Relation>();
        for (QName name : names) {
            @Nullable Relation table = Relation.table(db, name.in(home));
            if (table == null && !ifExists) {
                throw Problem.of(Reason.STATEMENT_INVALID, "table " + name.in(home) + " does not exist")
                        .toException();
            }
            if (table == null) {
                work.note(name.in(home) + " was not there");
            } else if (!found.contains(table)) {
                found.add(table);
            }
        }
        return found;
    }

    private static List<QName> names(List<Relation> tables) {
        return tables.stream().map(t -> new QName(t.schema(), t.name())).toList();
    }
}
