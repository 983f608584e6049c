package dev.astern.library.fill;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Text with placeholders, such as {@code deployment/{name}}. Other braces stand for themselves. */
public record TextTemplate(List<Piece> pieces) {
    static final Pattern HOLE = Pattern.compile("\\{([a-z][a-z0-9_]{0,49})}");

    /** A part of it. */
    public sealed interface Piece {
        record Literal(String text) implements Piece {}

        record Hole(String name) implements Piece {}
    }

    public TextTemplate {
        pieces = List.copyOf(pieces);
    }

    public static TextTemplate of(String text) {
        var pieces = new ArrayList<Piece>();
        var holes = HOLE.matcher(text);
        int at = 0;
        while (holes.find()) {
            if (holes.start() > at) {
                pieces.add(new Piece.Literal(text.substring(at, holes.start())));
            }
            pieces.add(new Piece.Hole(String.valueOf(holes.group(1))));
            at = holes.end();
        }
        if (at < text.length()) {
            pieces.add(new Piece.Literal(text.substring(at)));
        }
        return new TextTemplate(pieces);
    }

    public Set<String> holes() {
        var names = new LinkedHashSet<String>();
        pieces.forEach(piece -> {
            if (piece instanceof Piece.Hole hole) {
                names.add(hole.name());
            }
        });
        return names;
    }

    public String fill(Function<String, String> values) {
        var text = new StringBuilder();
        for (var piece : pieces) {
            text.append(
                    switch (piece) {
                        case Piece.Literal literal -> literal.text();
                        case Piece.Hole hole -> values.apply(hole.name());
                    });
        }
        return text.toString();
    }

    boolean startsWithHole() {
        return !pieces.isEmpty() && pieces.getFirst() instanceof Piece.Hole;
    }
}
