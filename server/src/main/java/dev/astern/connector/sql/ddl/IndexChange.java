package dev.astern.connector.sql.ddl;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CREATE and DROP INDEX; a dropped one is made anew from its definition. */
final class IndexChange {
    private final Work work;
    private final Db db;

    IndexChange(Work work) {
        this.work = work;
        this.db = work.db();
    }

    /** Writes down the index just made, whose name may have been PostgreSQL's choice. */
    void added(Relation table, @Nullable Step undoes) throws SQLException {
        List<StructureImage> changes = work.catalog().changesTo(Catalog.read(db));
        String home = "index " + table.path() + ".";
        for (StructureImage image : changes) {
            if (image.object().startsWith(home) && image.before() == null) {
                String name = Paths.split(image.path()).getLast();
                work.finish(work.draft(StepKind.INDEX_ADDED, table, name).undoes(undoes));
                return;
            }
        }
        work.note("the index was there already");
    }

    @Nullable
    Step remove(Relation table, String name, boolean cascade, @Nullable Step undoes) throws SQLException {
        String sql = "DROP INDEX " + Names.quote(table.schema(), name) + (cascade ? " CASCADE" : "");
        List<StructureImage> plain = work.tried(sql);
        Map<String, List<Restoration>> known = Restoration.known(db);
        Draft draft = work.draft(StepKind.INDEX_REMOVED, table, name).undoes(undoes);
        String own = "index " + table.path() + "." + Names.path(name);
        draft.restore(known.getOrDefault(own, List.of()));
        for (StructureImage image : plain) {
            boolean sameTable = image.object().equals("table " + table.path());
            if (!image.object().equals(own) && !sameTable) {
                if (!known.containsKey(image.object())) {
                    throw Refusals.notAllowed("this would also drop the " + image.object()
                            + ", which the gateway could not bring back; remove it by other means first");
                }
                draft.restore(known.getOrDefault(image.object(), List.of()));
            }
        }
        db.run(sql);
        return work.finish(draft);
    }
}
