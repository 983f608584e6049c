package dev.astern.systems;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Secrets that are nowhere but where they were put, and whoever looks for them everywhere else. Each has a core of letters and
 * digits, which no escaping changes, between characters that every escaping does.
 */
final class Canaries {
    private static final String ODD = "\"+/&<'%";
    private static final int TRIPLE = 3;
    private static final Pattern BYTES = Pattern.compile("\\\\x((?:[0-9a-f]{2})+)");

    private final Map<String, String> cores = new LinkedHashMap<>();

    /** A new secret. */
    String secret(String name) {
        cores.put(name, "zq" + name + "7canary" + name + "4x");
        return ODD + cores.get(name) + ODD;
    }

    /** @param where what it is that was searched, and where in it something was found */
    record Found(String name, String how, String where) {}

    /** All forms of all secrets in a text. */
    List<Found> in(String where, String text) {
        var found = new ArrayList<Found>();
        cores.forEach((name, core) -> forms(core, (how, form) -> {
            int at = text.indexOf(form);
            if (at >= 0) {
                var near = text.substring(Math.max(0, at - 200), Math.min(text.length(), at + form.length() + 100));
                found.add(new Found(name, how, where + ": …" + near + "…"));
            }
        }));
        return found;
    }

    private static void forms(String core, BiConsumer<String, String> found) {
        var bytes = core.getBytes(UTF_8);
        found.accept("plain", core);
        found.accept("hex", HexFormat.of().formatHex(bytes));
        for (int shift = 0; shift < TRIPLE; shift++) {
            var shifted = Base64.getEncoder().encodeToString((" ".repeat(shift) + core).getBytes(UTF_8));
            // What depends on the neighbours is left out at both ends.
            found.accept("base64", shifted.substring(shift == 0 ? 0 : 4, shifted.length() - 4));
        }
    }

    /** Every column of every row of every table. */
    List<Found> inStore(TestPostgres.Database store) throws SQLException {
        var found = new ArrayList<Found>();
        try (var connection = store.connect();
                var statement = connection.createStatement()) {
            var tables = new ArrayList<String>();
            try (var rows = statement.executeQuery("""
                    SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables
                    WHERE table_schema NOT IN ('pg_catalog', 'information_schema')""")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (var table : tables) {
                try (var rows = statement.executeQuery("SELECT whole::text FROM " + table + " AS whole")) {
                    while (rows.next()) {
                        found.addAll(in("table " + table, rows.getString(1)));
                        found.addAll(in("bytes in table " + table, bytes(rows.getString(1))));
                    }
                }
            }
        }
        return found;
    }

    /** What is in columns of bytes, which a row as text shows in hexadecimal. */
    private static String bytes(String row) {
        return BYTES.matcher(row)
                .results()
                .map(match -> new String(HexFormat.of().parseHex(match.group(1)), ISO_8859_1))
                .collect(Collectors.joining("\n"));
    }

    /** Every file below a folder. */
    List<Found> inFiles(Path folder) throws IOException {
        var found = new ArrayList<Found>();
        try (var files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).forEach(file -> found.addAll(in("file " + file, text(file))));
        }
        return found;
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
