package dev.astern.connector.sql;

import dev.astern.connector.Effect;
import dev.astern.connector.EffectPage;
import dev.astern.connector.Observed;
import dev.astern.connector.ResourceCount;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.sql.ddl.DdlHistory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known at the target of actions that changed structure, beside what is known of their rows. */
final class StructureRecord {
    private static final int SAMPLE = 100;
    private static final String CURSOR = "structure:";

    private StructureRecord() {}

    /** As it was observed before the commit; {@code rows} is what the action's journaled rows show. */
    static Observed observed(Connection connection, String action, Observed rows) throws SQLException {
        var effects = DdlHistory.effects(connection, action);
        if (effects.isEmpty()) {
            return rows;
        }
        var counts = new TreeMap<String, ResourceCount>();
        rows.counts().forEach(c -> counts.put(c.resource(), c));
        effects.forEach(e -> counts.putIfAbsent(e.resource(), new ResourceCount(e.resource(), 0, 0, 0)));
        return new Observed(
                List.copyOf(counts.values()),
                DdlHistory.joined(DdlHistory.digest(connection, action), rows.digest()),
                effects.stream().limit(SAMPLE).toList(),
                rows.notes(),
                Tier.DESTRUCTIVE,
                Reversibility.REVERSIBLE_WITH_STATE);
    }

    /** The structure's effects come before the rows'. */
    static EffectPage page(Connection connection, String action, @Nullable String from, int limit, RowPage rows)
            throws SQLException {
        if (from != null && !from.startsWith(CURSOR)) {
            return rows.page(from, limit);
        }
        int skip = from == null ? 0 : Integer.parseInt(from.substring(CURSOR.length()));
        var all = DdlHistory.effects(connection, action);
        if (all.size() - skip > limit) {
            return new EffectPage(all.subList(skip, skip + limit), CURSOR + (skip + limit));
        }
        var effects = new ArrayList<Effect>(all.subList(skip, all.size()));
        if (effects.size() == limit) {
            return new EffectPage(effects, CURSOR + all.size());
        }
        var rest = rows.page(null, limit - effects.size());
        effects.addAll(rest.effects());
        return new EffectPage(effects, rest.next());
    }

    /** Pages over an action's rows. */
    interface RowPage {
        EffectPage page(@Nullable String from, int limit) throws SQLException;
    }
}
