package dev.astern.journal;

/** Why a parser refused what it was given. A sentence never repeats the input, which nobody vouches for. */
public enum Flaw {
    TILE_PATH("the path of a tile is tile/LEVEL/INDEX or tile/entries/INDEX, and .p/WIDTH for a partial one"),
    TILE_LEVEL("a tile's level is a decimal number from 0 to 63 without leading zeros"),
    TILE_INDEX("a tile's index is in groups of three digits, all but the last after an x, without empty groups"),
    TILE_WIDTH("a partial tile's width is a decimal number from 1 to 255 without leading zeros"),
    TILE_LENGTH("a tile has 32 bytes for each hash of its width, no more and no fewer"),
    BUNDLE_CUT("an entry bundle ends within an entry or before the last one of its width"),
    BUNDLE_TRAILING("an entry bundle goes on after the last entry of its width");

    private final String sentence;

    Flaw(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
