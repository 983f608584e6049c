package dev.astern.connector.sql.ddl;

import java.util.ArrayList;
import java.util.List;

/** Takes the names out of a path such as {@code public."a.b".c}. */
final class Paths {
    private Paths() {}

    static List<String> split(String path) {
        var names = new ArrayList<String>();
        var name = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '"' && quoted && i + 1 < path.length() && path.charAt(i + 1) == '"') {
                name.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '.' && !quoted) {
                names.add(name.toString());
                name.setLength(0);
            } else {
                name.append(c);
            }
        }
        names.add(name.toString());
        return names;
    }
}
