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
    KEY_TYPE("a key is of type 1, Ed25519, 4, Ed25519 cosignatures, or 6, ML-DSA-44"),
    PUBLIC_KEY("a public key is canonical base64 of the type and as many bytes as that has, which it can use safely"),
    PRIVATE_KEY("a private key is PKCS #8 with a seed of Ed25519"),

    CHECKPOINT_LINES("a checkpoint has an origin, a size and a root hash on a line each, and no empty line"),
    TREE_SIZE("a tree size is a decimal number below 2^63 without leading zeros"),
    ROOT_HASH("a root hash is canonical base64 of 32 bytes"),
    POLICY_LINE("a policy's line is a log, a witness, a group or the quorum with what belongs to it, and ends"),
    POLICY_CHARACTER("a policy has no control characters but tabs and newlines"),
    POLICY_KEY_TYPE(
            "a policy's log has a key of type 1 or 6, Ed25519 or ML-DSA-44, and its witness one of type 4, Ed25519 cosignatures"),
    POLICY_KEY("a policy has no key twice, and no more keys than we would check"),
    POLICY_NAME("a policy defines no name twice, and not none"),
    POLICY_MEMBER("a policy's group has members that are defined before it, each in one group only"),
    POLICY_THRESHOLD("a policy's group takes any, all, or a number of members that it has"),
    POLICY_QUORUM("a policy has one quorum: none, or a witness or group that is defined before it"),

    PROOF_HEADER("a proof begins with c2sp.org/tlog-proof@v1"),
    PROOF_EXTRA("a proof's extra data is canonical base64 of at least one byte"),
    PROOF_INDEX("a proof's index is a decimal number below 2^63 without leading zeros"),
    PROOF_HASH("a proof has at most 63 hashes, each canonical base64 of 32 bytes"),
    PROOF_CHECKPOINT("a proof has an empty line and then a checkpoint"),

    ADD_CHECKPOINT("a request to a witness is an old size, proof lines, an empty line and a checkpoint"),
    OLD_SIZE("an old size is the word old and a decimal number below 2^63 without leading zeros"),
    PROOF_LINE("a proof line is canonical base64 of 32 bytes, and there are at most 63 of them"),

    BUNDLE_ZIP("it is not a zip that can be read"),
    BUNDLE_NAME("a bundle has only files of known names, and no folders or links"),
    BUNDLE_TWICE("a bundle has no file twice"),
    LINE_END("each line ends with one newline, the last one, too"),
    MANIFEST("a manifest has exactly its members, each of its kind, and version 1"),
    MANIFEST_FILES("a manifest names the files of a bundle, all that belong together, with their sizes and digests"),
    INCLUSION_LINE("a line of proofs has at most 63 hashes, each canonical base64 of 32 bytes, and an index"),
    DISCLOSURE_LINE("a line of disclosures has at least one of them, and an index"),
    CONSISTENCY_FILE("a consistency proof has at most 64 hashes, each canonical base64 of 32 bytes, and two sizes"),
    ROTATION("a rotation is a note of four lines: its title, the origin, the new verifier key and a tree size"),

    JSON_TOP("canonical JSON is an object or an array here"),
    JSON_OBJECT("canonical JSON is an object here"),
    JSON_SYNTAX("it is not canonical JSON: no space between, and all that is opened is closed"),
    JSON_ORDER("the names of a canonical JSON object are in the order of their UTF-16 code units, none of them twice"),
    JSON_NUMBER("a number of canonical JSON is an integer of at most 2^53-1 here, without zeros in front"),
    JSON_TEXT("canonical JSON text is UTF-8, and has only the escapes it needs, in their shortest form"),
    JSON_DEPTH("more objects and arrays are within each other than we would read"),
    JSON_TRAILING("canonical JSON goes on after its end"),

    ENTRY_SIZE("an entry has at most 65,535 bytes"),
    ENTRY_VERSION("an entry's version is 1"),
    ENTRY_TYPE("an entry's type is one of those we know"),
    ENTRY_FIELD("an entry lacks a field of its type, or has one of another type, or a field is not what it has to be"),
    ENTRY_DIGESTS("an entry's digests are different base64url of 32 bytes, sorted, with their algorithm, sha-256"),

    DISCLOSURE("a disclosure is canonical base64url, without padding, of a canonical JSON array of two or three"),
    DISCLOSURE_SALT("a disclosure's salt is canonical base64url of 16 to 64 bytes"),
    DISCLOSURE_NAME("a disclosure's name is text, and none that only digests have"),
    DISCLOSURE_FOREIGN("a disclosure belongs to none of the digests, or is there twice"),
    DISCLOSURE_KIND("a field's disclosure has a name and an element's has none"),
    DISCLOSURE_TAKEN("a disclosed field has the name of another one beside it"),

    EMPTY_TREE("the root hash of an empty tree is that of an empty string");

    private final String sentence;

    Flaw(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
