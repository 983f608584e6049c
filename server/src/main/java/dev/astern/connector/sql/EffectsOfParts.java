package dev.astern.connector.sql;

import dev.astern.connector.Effect;
import dev.astern.connector.EffectPage;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages over the effects of all transactions of an action; the cursor is {@code part~cursor within it}. */
final class EffectsOfParts {
    private static final String WITHIN = "~";

    /** One transaction's effects. */
    interface PartPage {
        EffectPage page(FencedPart part, @Nullable String from, int limit) throws SQLException;
    }

    private EffectsOfParts() {}

    static EffectPage page(List<FencedPart> parts, @Nullable String from, int limit, PartPage pages)
            throws SQLException {
        int at = from == null ? 0 : Integer.parseInt(from.substring(0, from.indexOf(WITHIN)));
        var within = from == null ? "" : from.substring(from.indexOf(WITHIN) + 1);
        var effects = new ArrayList<Effect>();
        for (; at < parts.size(); at++) {
            if (effects.size() == limit) {
                return new EffectPage(effects, at + WITHIN);
            }
            var page = pages.page(parts.get(at), within.isEmpty() ? null : within, limit - effects.size());
            effects.addAll(page.effects());
            if (page.next() != null) {
                return new EffectPage(effects, at + WITHIN + page.next());
            }
            within = "";
        }
        return new EffectPage(effects, null);
    }
}
