package dev.astern.library.fill;

import dev.astern.library.fill.TextTemplate.Piece;
import dev.astern.library.model.Filling;
import dev.astern.library.model.RecoveryStep;
import java.util.Set;

/** A statement. Placeholders stand where a name or a value may stand, never inside quotes or next to a letter. */
record SqlTemplate(String text, TextTemplate template) implements Template.Call {
    static Template.Read read(String text) {
        var template = TextTemplate.of(text);
        if (text.indexOf(';') >= 0 || text.contains("--") || text.contains("/*") || text.indexOf('$') >= 0) {
            return new Read.Bad(Flaw.SYNTAX, "one statement, without comments, dollar quotes or semicolons");
        }
        boolean quoted = false;
        for (int i = 0; i < template.pieces().size(); i++) {
            if (template.pieces().get(i) instanceof Piece.Literal literal) {
                for (char c : literal.text().toCharArray()) {
                    quoted ^= c == '\'' || c == '"';
                }
            } else if (quoted || !apart(template, i)) {
                return new Read.Bad(
                        Flaw.INTERPRETER, "a placeholder stands alone and outside quotes; it is quoted by its type");
            }
        }
        return quoted
                ? new Read.Bad(Flaw.SYNTAX, "a quote is never closed")
                : new Read.Ok(new SqlTemplate(text, template));
    }

    /** Next to a letter or quote, E'…' for example, it would mean another thing. */
    private static boolean apart(TextTemplate template, int at) {
        var before = at == 0 ? " " : end(template.pieces().get(at - 1), true);
        var after =
                at == template.pieces().size() - 1 ? " " : end(template.pieces().get(at + 1), false);
        return " \t\n(,=<>.[".contains(before) && " \t\n),=<>.:]".contains(after);
    }

    private static String end(Piece piece, boolean last) {
        return switch (piece) {
            case Piece.Literal l ->
                last ? l.text().substring(l.text().length() - 1) : l.text().substring(0, 1);
            case Piece.Hole _ -> "{";
        };
    }

    @Override
    public Set<String> holes() {
        return template.holes();
    }

    @Override
    public Set<String> textHoles() {
        return Set.of();
    }

    @Override
    public Filling fill(Values values, java.util.List<String> carried) {
        return new Filling.Filled(new RecoveryStep.SqlStatement(template.fill(name -> quoted(name, values))));
    }

    private static String quoted(String name, Values values) {
        var text = values.text(name);
        return switch (values.type(name)) {
            case IDENTIFIER -> SqlQuote.identifier(text);
            // A minus after a minus would begin a comment.
            case INTEGER, NUMBER -> text.startsWith("-") ? "(" + text + ")" : text;
            case BOOLEAN -> text;
            case TEXT, NAME, PATH, REF, SHA, MODE, JSON -> SqlQuote.literal(text);
        };
    }
}
