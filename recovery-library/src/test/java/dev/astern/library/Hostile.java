package dev.astern.library;

import java.util.random.RandomGenerator;

/** Values that somebody would choose who wants something else to run. */
final class Hostile {
    private static final String[] PIECES = {
        "a",
        "web",
        "7",
        " ",
        "  ",
        "'",
        "''",
        "\"",
        "\\",
        "\\'",
        "$",
        "$(id)",
        "${HOME}",
        "`id`",
        ";",
        "; rm -rf /",
        "|",
        "&",
        "&&",
        ">",
        "<",
        "(",
        ")",
        "{",
        "}",
        "{name}",
        "*",
        "?",
        "[",
        "]",
        "~",
        "!",
        "#",
        "%",
        "%2e",
        "..",
        "/",
        "../",
        "-",
        "--",
        "--all",
        "-rf",
        "=",
        "A=1",
        "\n",
        "\r",
        "\t",
        "\u0000",
        "\u001b[2J",
        "\u202e",
        "\u2066",
        "\u200b",
        "\u2028",
        "\ufeff",
        "é",
        "日本",
        "😀",
        "\ud800",
        "--",
        "/*",
        "*/",
        "E'",
        "$$",
        "\u00a0",
        "@",
        "+",
        ":",
        ",",
        "null"
    };

    private Hostile() {}

    static String value(RandomGenerator random) {
        var text = new StringBuilder();
        int pieces = random.nextInt(6);
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    /** Printable and not empty, so that it is not refused for that alone. */
    static String printable(RandomGenerator random) {
        var value = value(random);
        return dev.astern.library.model.Printable.is(value) ? value : "x" + random.nextInt(10) + "'";
    }
}
