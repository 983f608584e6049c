package dev.astern.workspace.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;

/**
 * A place in a workspace, relative to its root. Names on disk are bytes, not text.
 *
 * @param raw the bytes, one char each; empty for the root itself
 */
public record RelPath(String raw) implements Comparable<RelPath> {
    public static final RelPath ROOT = new RelPath("");

    private static final int LONGEST = 4_000;
    private static final int LONGEST_NAME = 255;

    public RelPath {
        if (raw.length() > LONGEST) {
            throw new IllegalArgumentException("a path may have " + LONGEST + " bytes");
        }
        if (!raw.isEmpty()) {
            for (var name : raw.split("/", -1)) {
                check(name);
            }
        }
    }

    private static void check(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "a path has names with / between, and no empty name, '.' or '..' among them");
        }
        if (name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a name may have " + LONGEST_NAME + " bytes");
        }
    }

    /** Of what somebody wrote: text, where {@code \xHH} stands for any byte and {@code \\} for a backslash. */
    public static RelPath of(String text) {
        var bytes = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            if (text.startsWith("\\\\", i)) {
                bytes.append('\\');
                i += 2;
            } else if (text.startsWith("\\x", i) && hex(text, i + 2)) {
                bytes.append((char) Integer.parseInt(text, i + 2, i + 4, 16));
                i += 4;
            } else {
                int end = text.offsetByCodePoints(i, 1);
                bytes.append(new String(text.substring(i, end).getBytes(UTF_8), ISO_8859_1));
                i = end;
            }
        }
        return new RelPath(bytes.toString());
    }

    private static boolean hex(String text, int at) {
        return at + 2 <= text.length()
                && HexFormat.isHexDigit(text.charAt(at))
                && HexFormat.isHexDigit(text.charAt(at + 1));
    }

    public boolean isRoot() {
        return raw.isEmpty();
    }

    public RelPath parent() {
        int slash = raw.lastIndexOf('/');
        return slash < 0 ? ROOT : new RelPath(raw.substring(0, slash));
    }

    /** The last name, as bytes. */
    public String name() {
        return raw.substring(raw.lastIndexOf('/') + 1);
    }

    public RelPath child(String rawName) {
        return new RelPath(isRoot() ? rawName : raw + "/" + rawName);
    }

    public boolean isBeneath(RelPath folder) {
        return folder.isRoot() ? !isRoot() : raw.startsWith(folder.raw + "/");
    }

    public int depth() {
        return isRoot() ? 0 : 1 + (int) raw.chars().filter(c -> c == '/').count();
    }

    /** One line for people and programs, from which {@link #of} makes the same path again. */
    public String text() {
        var out = new StringBuilder();
        for (int i = 0; i < raw.length(); ) {
            int length = utf8(i);
            if (length == 0) {
                out.append("\\x").append(HexFormat.of().toHexDigits((byte) raw.charAt(i)));
                i++;
            } else {
                var one = new String(raw.substring(i, i + length).getBytes(ISO_8859_1), UTF_8);
                out.append(one.equals("\\") ? "\\\\" : one);
                i += length;
            }
        }
        return out.toString();
    }

    /** How many bytes from here on are one printable character of UTF-8; 0 for none. */
    private int utf8(int at) {
        int first = raw.charAt(at);
        int length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
        if (length == 0 || at + length > raw.length()) {
            return 0;
        }
        try {
            var bytes = ByteBuffer.wrap(raw.substring(at, at + length).getBytes(ISO_8859_1));
            int point = UTF_8.newDecoder().decode(bytes).toString().codePointAt(0);
            return printable(point) ? length : 0;
        } catch (CharacterCodingException e) {
            return 0;
        }
    }

    private static boolean printable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    @Override
    public int compareTo(RelPath other) {
        return raw.compareTo(other.raw);
    }

    @Override
    public String toString() {
        return text();
    }
}
