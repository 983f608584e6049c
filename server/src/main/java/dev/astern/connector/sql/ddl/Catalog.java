package dev.astern.connector.sql.ddl;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything users keep in the catalog, in words that are equal exactly when the objects are: what changed is found by
 * comparing two of these. A column's position is not in it: a column that comes back comes back last.
 */
record Catalog(SortedMap<String, String> objects) {
    Catalog {
        objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
    }

    static Catalog read(Db db) throws SQLException {
        var objects = new TreeMap<String, String>();
        for (String query : CatalogQueries.ALL) {
            for (String[] row : db.list(query, r -> new String[] {r.getString(1), r.getString(2)})) {
                objects.put(row[0], row[1]);
            }
        }
        return new Catalog(objects);
    }

    @Nullable
    String get(String object) {
        return objects.get(object);
    }

    List<StructureImage> changesTo(Catalog after) {
        var names = new TreeSet<>(objects.keySet());
        names.addAll(after.objects.keySet());
        var changes = new ArrayList<StructureImage>();
        for (String name : names) {
            if (!Objects.equals(get(name), after.get(name))) {
                changes.add(new StructureImage(name, get(name), after.get(name)));
            }
        }
        return changes;
    }
}
