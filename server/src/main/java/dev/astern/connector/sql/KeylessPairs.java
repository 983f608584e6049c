package dev.astern.connector.sql;

import dev.astern.connector.Effect;
import dev.astern.connector.Image;
import dev.astern.connector.sql.catalog.TrackedColumn;
import dev.astern.connector.sql.catalog.TrackedTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Images of a table without a key, put together to effects: those of one update have the same number. Where as many rows
 * of a number are not gone as are new, nothing says which became which, and each is shown for itself.
 */
final class KeylessPairs {
    private final TrackedTable table;
    private final List<Effect> effects = new ArrayList<>();
    private final List<Image> gone = new ArrayList<>();
    private final List<Image> made = new ArrayList<>();
    private @Nullable String number;

    KeylessPairs(TrackedTable table) {
        this.table = table;
    }

    /** @param image the columns' values, and behind them the number of the update, if one made it */
    void add(long net, @Nullable String[] image) {
        var columns = table.stored().stream().map(TrackedColumn::name).toList();
        var next = image.length > columns.size() ? image[columns.size()] : null;
        if (next == null || !next.equals(number)) {
            flush();
            number = next;
        }
        var fields = new LinkedHashMap<String, @Nullable String>();
        for (int i = 0; i < columns.size(); i++) {
            fields.put(columns.get(i), image[i]);
        }
        for (long n = 0; n < Math.abs(net); n++) {
            (net < 0 ? gone : made).add(new Image(fields));
        }
    }

    List<Effect> effects(int room) {
        flush();
        return effects.stream().limit(room).toList();
    }

    private void flush() {
        if (number != null && gone.size() == made.size()) {
            for (int i = 0; i < gone.size(); i++) {
                effects.add(new Effect(table.resource(), null, Effect.Kind.UPDATE, gone.get(i), made.get(i)));
            }
        } else {
            gone.forEach(image -> effects.add(new Effect(table.resource(), null, Effect.Kind.DELETE, image, null)));
            made.forEach(image -> effects.add(new Effect(table.resource(), null, Effect.Kind.INSERT, null, image)));
        }
        gone.clear();
        made.clear();
    }
}
