package dev.astern.connector.sql;

import dev.astern.connector.Effect;
import dev.astern.connector.Image;
import dev.astern.connector.Observed;
import dev.astern.connector.sql.catalog.TrackedColumn;
import dev.astern.connector.sql.catalog.TrackedTable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a transaction that has not committed did, row by row, for a person to look at; and the state it began from. */
final class Preview {
    /** The most effects in a preview. */
    static final int ROOM = 100;

    private static final String BEFORE = "SELECT journal, digest FROM astern.before_state()";
    private static final String IMAGES = "SELECT net, image FROM astern.preview(?, ?, ?, ?)";

    private Preview() {}

    /** With the first effects, and a digest over the state before. */
    static Observed of(Connection connection, String secret, List<Observation.Part> parts, Observed observed)
            throws SQLException {
        var effects = new ArrayList<Effect>();
        for (var part : parts) {
            if (effects.size() < ROOM) {
                effects.addAll(effects(connection, secret, part.table(), ROOM - effects.size()));
            }
        }
        return observed.withPreview(before(connection), effects);
    }

    /** A digest over the state before, journal by journal; empty where there was nothing. */
    static String before(Connection connection) throws SQLException {
        var byJournal = new TreeMap<Integer, String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(BEFORE)) {
            while (rows.next()) {
                var digest = rows.getString(2);
                if (digest != null) {
                    byJournal.put(rows.getInt(1), digest);
                }
            }
        }
        return byJournal.isEmpty() ? "" : sha256(byJournal.toString());
    }

    private static List<Effect> effects(Connection connection, String secret, TrackedTable table, int room)
            throws SQLException {
        var key = table.keyColumns().stream().map(TrackedColumn::attnum).toArray(Integer[]::new);
        try (var select = connection.prepareStatement(IMAGES)) {
            select.setString(1, secret);
            select.setInt(2, table.journal());
            select.setArray(3, connection.createArrayOf("integer", key));
            // A changed row has two images.
            select.setInt(4, 2 * room);
            try (var rows = select.executeQuery()) {
                return table.keyed() ? keyed(table, rows, room) : keyless(table, rows, room);
            }
        }
    }

    private static List<Effect> keyed(TrackedTable table, ResultSet rows, int room) throws SQLException {
        var pairs = new Pairs(table);
        while (rows.next()) {
            pairs.add(rows.getLong(1), image(rows));
        }
        return pairs.effects(room);
    }

    private static List<Effect> keyless(TrackedTable table, ResultSet rows, int room) throws SQLException {
        var pairs = new KeylessPairs(table);
        while (rows.next()) {
            pairs.add(rows.getLong(1), image(rows));
        }
        return pairs.effects(room);
    }

    private static @Nullable String[] image(ResultSet row) throws SQLException {
        return (@Nullable String[]) row.getArray(2).getArray();
    }

    /** Images in the order of their key, put together to effects. */
    private static final class Pairs {
        private final TrackedTable table;
        private final List<Effect> effects = new ArrayList<>();
        private @Nullable Image gone;
        private @Nullable Image made;

        Pairs(TrackedTable table) {
            this.table = table;
        }

        void add(long net, @Nullable String[] image) {
            var fields = new LinkedHashMap<String, @Nullable String>();
            var columns = table.stored();
            for (int i = 0; i < columns.size(); i++) {
                fields.put(columns.get(i).name(), image[i]);
            }
            for (long n = 0; n < Math.abs(net); n++) {
                add(net < 0, new Image(fields));
            }
        }

        private void add(boolean before, Image image) {
            var other = before ? made : gone;
            if (other == null || !key(other).equals(key(image)) || (before ? gone : made) != null) {
                flush();
            }
            if (before) {
                gone = image;
            } else {
                made = image;
            }
        }

        List<Effect> effects(int room) {
            flush();
            return effects.stream().limit(room).toList();
        }

        private void flush() {
            var before = gone;
            var after = made;
            gone = null;
            made = null;
            var known = after == null ? before : after;
            if (known != null) {
                var kind =
                        before == null ? Effect.Kind.INSERT : after == null ? Effect.Kind.DELETE : Effect.Kind.UPDATE;
                effects.add(new Effect(table.resource(), key(known), kind, before, after));
            }
        }

        private Image key(Image image) {
            var fields = new LinkedHashMap<String, @Nullable String>();
            table.key().forEach(name -> fields.put(name, image.get(name)));
            return new Image(fields);
        }
    }

    /** The secret of this target's previews; empty where what is installed is older than they are. */
    static Optional<String> secret(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT value FROM astern.meta WHERE name = 'preview'")) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
