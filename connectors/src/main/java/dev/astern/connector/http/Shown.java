package dev.astern.connector.http;

import dev.astern.connector.Hidden;

/** Foreign text, made fit to be shown: bounded, and without what a terminal or a page would act on. */
public final class Shown {
    private static final int MAX = 300;

    private Shown() {}

    public static String of(String text) {
        var shown = new StringBuilder();
        text.codePoints()
                .limit(MAX)
                .forEach(c -> shown.appendCodePoint(Hidden.is(c) || c == '\n' || c == '\t' ? ' ' : c));
        return shown.toString().strip() + (text.codePointCount(0, text.length()) > MAX ? "…" : "");
    }
}
