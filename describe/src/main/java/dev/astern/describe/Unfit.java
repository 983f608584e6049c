package dev.astern.describe;

/** A part of a document that a description can't be made of; whoever drafts the part catches it. */
final class Unfit extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unfit(String sentence) {
        super(sentence, null, false, false);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
