package dev.astern.library.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line of an entry into words, as a shell would: at spaces, quotes keep together. It is no shell: nothing is
 * expanded, and an operator of the shell is an error rather than a word.
 */
public final class Words {
    private static final String OPERATORS = "|&;<>`$#~!?";

    /** What came of it: words, or what is wrong. */
    public sealed interface Split {
        record Ok(List<String> words) implements Split {
            public Ok {
                words = List.copyOf(words);
            }
        }

        record Bad(String detail, boolean shell) implements Split {}
    }

    private final String text;
    private final String special;
    private final String operators;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean open;

    private Words(String text, String special, String operators) {
        this.text = text;
        this.special = special;
        this.operators = operators;
    }

    /** Words of a pattern; what is quoted stands for itself, save for braces. */
    public static Split ofPattern(String text) {
        return new Words(text, "*()|\\", "&;<>`$#~!").split();
    }

    /** Words of a template. */
    public static Split ofTemplate(String text) {
        return new Words(text, "", OPERATORS + "*()\\").split();
    }

    private Split split() {
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && operators.indexOf(c) >= 0) {
                return new Split.Bad("there is no shell: quote the " + c + " if it stands for itself", true);
            }
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                open = true;
            } else if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == ' ' || c == '\t' || c == '\n')) {
                close();
            } else {
                add(c, quote != 0);
            }
        }
        if (quote != 0) {
            return new Split.Bad("a quote is never closed", false);
        }
        close();
        return words.isEmpty() ? new Split.Bad("it is empty", false) : new Split.Ok(words);
    }

    private void add(char c, boolean quoted) {
        if (quoted && special.indexOf(c) >= 0) {
            word.append('\\');
        }
        word.append(c);
        open = true;
    }

    private void close() {
        if (open) {
            words.add(word.toString());
        }
        word.setLength(0);
        open = false;
    }
}
