package dev.astern.connector.http;

import org.yaml.snakeyaml.nodes.Node;

/** A description that can't be used, with the place of what is wrong. */
final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Malformed(Node at, String sentence) {
        super("line " + (at.getStartMark().getLine() + 1) + ", column "
                + (at.getStartMark().getColumn() + 1) + ": " + sentence);
    }

    Malformed(String sentence) {
        super(sentence);
    }
}
