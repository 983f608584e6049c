package dev.astern.connector.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A method and a path with holes, for example {@code GET /contacts/{id}}. What fills a hole is always one segment or one
 * value of a query, whatever it holds: no value can add a segment, leave the path or reach another host.
 */
record Template(String method, String path, Set<String> names) {
    private static final Pattern SHAPE =
            Pattern.compile("(GET|HEAD|POST|PUT|PATCH|DELETE) (/[A-Za-z0-9_.~!$&'()*+,;=:@%/{}?-]*)");
    private static final Pattern HOLE = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)\\}");
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    Template {
        names = Set.copyOf(names);
    }

    /** Nothing where the text is none. */
    static Optional<Template> parse(String text) {
        var shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            return Optional.empty();
        }
        var path = shape.group(2);
        var names = new LinkedHashSet<String>();
        var hole = HOLE.matcher(path);
        while (hole.find()) {
            names.add(hole.group(1));
        }
        boolean strange = HOLE.matcher(path).replaceAll("").matches(".*[{}].*")
                || path.contains("//")
                || List.of(path.split("[/?]", -1)).stream().anyMatch(Template::dots);
        return strange ? Optional.empty() : Optional.of(new Template(shape.group(1), path, names));
    }

    private static boolean dots(String segment) {
        return segment.equals(".") || segment.equals("..");
    }

    /** Nothing where a value is missing, or can't be a segment: empty, or one that means another place. */
    Optional<String> fill(Map<String, String> values) {
        var filled = new StringBuilder();
        var hole = HOLE.matcher(path);
        int from = 0;
        while (hole.find()) {
            var value = values.get(hole.group(1));
            if (value == null || value.isEmpty() || dots(value)) {
                return Optional.empty();
            }
            filled.append(path, from, hole.start()).append(encoded(value));
            from = hole.end();
        }
        return Optional.of(filled.append(path.substring(from)).toString());
    }

    static String encoded(String value) {
        var out = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (UNRESERVED.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append("%02X".formatted(b & 0xff));
            }
        }
        return out.toString();
    }

    /** As {@code name=value} pairs, encoded. */
    static String query(Map<String, String> values) {
        var pairs = new ArrayList<String>();
        values.forEach((name, value) -> pairs.add(encoded(name) + "=" + encoded(value)));
        return String.join("&", pairs);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
