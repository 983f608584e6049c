package dev.astern.journal;

/** Why a parser refused what it was given. A sentence never repeats the input, which nobody vouches for. */
public enum Flaw {
    TILE_PATH("the path of a tile is tile/LEVEL/INDEX or tile/entries/INDEX, and .p/WIDTH for a partial one"),
    TILE_LEVEL("a tile's level is a decimal number from 0 to 63 without leading zeros"),
    TILE_INDEX("a tile's index is in groups of three digits, all but the last after an x, without empty groups"),
    TILE_WIDTH("a partial tile's width is a decimal number from 1 to 255 without leading zeros"),
    TILE_LENGTH("a tile has 32 bytes for each hash of its width, no more and no fewer"),
    BUNDLE_CUT("an entry bundle ends within an entry or before the last one of its width"),
    BUNDLE_TRAILING("an entry bundle goes on after the last entry of its width"),

    TOO_LARGE("it is larger than any that we would read"),
    NOT_UTF8("a note is valid UTF-8"),
    CONTROL_CHARACTER("a note has no control characters but the newline"),
    NOTE_TEXT("a note's text is at least one line, and its last line ends, too"),
    NO_SIGNATURES("a note has an empty line after its text, and then signature lines, each of which ends"),
    TOO_MANY_SIGNATURES("a note has more signatures than we would check"),
    SIGNATURE_LINE("a signature line is an em dash, the key's name and the signature, with single spaces between"),
    KEY_NAME("a key's name has at least one character, and no spaces or plus signs"),
    SIGNATURE("a signature is canonical base64 of a key id and at least one more byte"),

    VERIFIER_KEY("a verifier key is NAME+KEYID+KEY"),
    KEY_ID("a key id is 8 lower-case hex digits that belong to the key's name, type and bytes"),
    KEY_TYPE("a key is of type 1, Ed25519, or 4, Ed25519 cosignatures"),
    PUBLIC_KEY("a public key is canonical base64 of the type and 32 bytes that Ed25519 can use safely"),
    PRIVATE_KEY("a private key is PKCS #8 with a seed of Ed25519"),

    CHECKPOINT_LINES("a checkpoint has an origin, a size and a root hash on a line each, and no empty line"),
    TREE_SIZE("a tree size is a decimal number below 2^63 without leading zeros"),
    ROOT_HASH("a root hash is canonical base64 of 32 bytes"),
    EMPTY_TREE("the root hash of an empty tree is that of an empty string");

    private final String sentence;

    Flaw(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
