package dev.astern.connector.sql;

import dev.astern.connector.Image;
import dev.astern.connector.Output;
import dev.astern.connector.Reads;
import dev.astern.connector.Reads.ReadResource;
import dev.astern.connector.sql.catalog.TrackedTable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out which tables a transaction read, by the database's own count, and which rows, where the result shows it. */
final class ReadsQuery {
    private static final String SCANNED = """
            SELECT relid::bigint, schemaname, relname FROM pg_catalog.pg_stat_xact_user_tables
             WHERE seq_scan > 0 OR coalesce(idx_scan, 0) > 0 ORDER BY schemaname, relname
            """;
    private static final int MAX_KEYS = 1_000;

    private final Collection<TrackedTable> tables;

    ReadsQuery(Collection<TrackedTable> tables) {
        this.tables = tables;
    }

    Reads of(Connection connection, Output output) throws SQLException {
        var resources = new ArrayList<ReadResource>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(SCANNED)) {
            while (rows.next()) {
                resources.add(resource(rows.getLong(1), rows.getString(2) + "." + rows.getString(3), output));
            }
        }
        long count =
                output.results().stream().mapToLong(Output.Result::rowCount).sum();
        return new Reads(resources, count, digest(output));
    }

    private ReadResource resource(long rel, String name, Output output) {
        var table = tables.stream()
                .filter(t -> t.rel() == rel && t.current() && t.keyed())
                .findFirst();
        if (table.isPresent() && output.results().size() == 1) {
            var result = output.results().getFirst();
            var at = table.get().key().stream().map(key -> column(result, key)).toList();
            if (!at.contains(-1) && result.rows().size() <= MAX_KEYS && !result.truncated()) {
                return new ReadResource(name, keys(table.get(), result, at), false);
            }
        }
        return new ReadResource(name, List.of(), true);
    }

    private static int column(Output.Result result, String name) {
        for (int i = 0; i < result.columns().size(); i++) {
            if (result.columns().get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static List<Image> keys(TrackedTable table, Output.Result result, List<Integer> at) {
        var keys = new ArrayList<Image>();
        for (var row : result.rows()) {
            var fields = new LinkedHashMap<String, @Nullable String>();
            for (int i = 0; i < at.size(); i++) {
                var value = row.get(at.get(i));
                fields.put(table.key().get(i), value == null ? null : value.toString());
            }
            keys.add(new Image(fields));
        }
        return keys.stream().distinct().toList();
    }

    private static String digest(Output output) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            for (var result : output.results()) {
                for (var row : result.rows()) {
                    for (var value : row) {
                        var text = value == null ? "-" : "+" + value;
                        sha.update((text.length() + ":" + text).getBytes(StandardCharsets.UTF_8));
                    }
                }
                sha.update((byte) '\n');
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
