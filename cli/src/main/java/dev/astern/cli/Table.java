package dev.astern.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns that line up. */
final class Table {
    private final List<String[]> rows = new ArrayList<>();

    Table(String... head) {
        rows.add(head);
    }

    Table row(Object... cells) {
        var texts = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            texts[i] = printable(String.valueOf(cells[i]));
        }
        rows.add(texts);
        return this;
    }

    /** Text from agents and databases must not move the cursor or colour the screen. */
    static String clean(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The same, short enough for a cell. */
    static String printable(String text) {
        var clean = clean(text);
        return clean.length() <= 100 ? clean : clean.substring(0, 99) + "…";
    }

    void print() {
        if (rows.size() == 1) {
            System.out.println("nothing");
            return;
        }
        var widths = new int[rows.getFirst().length];
        for (var row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (var row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                line.append(row[i]);
                if (i < row.length - 1) {
                    line.repeat(' ', widths[i] - row[i].length() + 2);
                }
            }
            System.out.println(line);
        }
    }
}
