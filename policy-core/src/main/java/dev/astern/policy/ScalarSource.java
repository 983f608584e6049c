package dev.astern.policy;

import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Finds where a character of a scalar stands in the file, whatever the style: quoted, folded or block. YAML changes only
 * white space and escapes between the two, so that the n-th other character of the one is the n-th of the other.
 */
final class ScalarSource {
    private final ScalarNode node;

    ScalarSource(ScalarNode node) {
        this.node = node;
    }

    /** A place in the file, both from 1. */
    record Place(int line, int column) {}

    /** Line from 1 and column from 0, both within the value. */
    Place place(int line, int column) {
        var value = node.getValue().codePoints().toArray();
        int index = 0;
        for (int l = 1; l < line && index < value.length; index++) {
            l += value[index] == '\n' ? 1 : 0;
        }
        index = Math.min(index + column, value.length);
        int before = 0;
        for (int i = 0; i < index; i++) {
            before += blank(value[i]) ? 0 : 1;
        }
        return walk(before, index == value.length);
    }

    /** Where the character stands that so many others precede, blanks not counted; past the last one if at the end. */
    private Place walk(int before, boolean end) {
        var cursor = content();
        var last = cursor.place();
        for (int seen = 0; ; seen++) {
            cursor.skipBlanks();
            if (seen == before || !cursor.before(node.getEndMark())) {
                return end ? last : cursor.place();
            }
            cursor.skipEscape();
            cursor.next();
            last = cursor.place();
        }
    }

    private Cursor content() {
        var style = node.getScalarStyle();
        var cursor = new Cursor(node.getStartMark(), style);
        if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) {
            cursor.skipLine();
        } else if (style != ScalarStyle.PLAIN) {
            cursor.next();
        }
        return cursor;
    }

    private static boolean blank(int c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r';
    }

    private static final class Cursor {
        private final int[] text;
        private final int shift;
        private final ScalarStyle style;
        private int at;
        private int line;
        private int column;

        Cursor(Mark start, ScalarStyle style) {
            this.style = style;
            text = start.getBuffer();
            at = start.getPointer();
            shift = start.getIndex() - at;
            line = start.getLine() + 1;
            column = start.getColumn() + 1;
        }

        Place place() {
            return new Place(line, column);
        }

        boolean before(Mark end) {
            return at < text.length && at + shift < end.getIndex();
        }

        void next() {
            if (at < text.length) {
                boolean newline = text[at++] == '\n';
                line += newline ? 1 : 0;
                column = newline ? 1 : column + 1;
            }
        }

        void skipLine() {
            int from = line;
            while (at < text.length && line == from) {
                next();
            }
        }

        void skipBlanks() {
            while (at < text.length && (blank(text[at]) || blankEscape())) {
                if (text[at] == '\\') {
                    next();
                }
                next();
            }
        }

        /** In double quotes, line breaks and tabs can be written as escapes. */
        private boolean blankEscape() {
            return style == ScalarStyle.DOUBLE_QUOTED
                    && text[at] == '\\'
                    && at + 1 < text.length
                    && "nrt \n".indexOf(text[at + 1]) >= 0;
        }

        void skipEscape() {
            int mark = style == ScalarStyle.DOUBLE_QUOTED ? '\\' : '\'';
            boolean quoted = style == ScalarStyle.DOUBLE_QUOTED || style == ScalarStyle.SINGLE_QUOTED;
            if (quoted && text[at] == mark) {
                next();
            }
        }
    }
}
