package dev.astern.journal.mutation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.Base64Url;
import dev.astern.journal.Bytes;
import dev.astern.journal.CanonicalJson;
import dev.astern.journal.Decimal;
import dev.astern.journal.Hash;
import dev.astern.journal.Instants;
import dev.astern.journal.Parsed;
import dev.astern.journal.bundle.ConsistencyFile;
import dev.astern.journal.bundle.DisclosureLine;
import dev.astern.journal.bundle.Manifest;
import dev.astern.journal.bundle.ProofLine;
import dev.astern.journal.bundle.RotationLine;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.entry.Disclosure;
import dev.astern.journal.entry.Entry;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.SigningKey;
import dev.astern.journal.note.VerifierKey;
import dev.astern.journal.policy.Policy;
import dev.astern.journal.policy.RotationStatement;
import dev.astern.journal.proof.TlogProof;
import dev.astern.journal.tile.EntryBundle;
import dev.astern.journal.tile.EntryBundlePath;
import dev.astern.journal.tile.HashTilePath;
import dev.astern.journal.tile.Tile;
import dev.astern.journal.tile.TilePath;
import dev.astern.journal.tree.ConsistencyProof;
import dev.astern.journal.tree.InclusionProof;
import dev.astern.journal.tree.Prover;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** No input makes a parser or a verifier throw; {@link Cases} would say which one did. */
class ParserFuzzTest {
    private static final List<String> TOKENS = List.of(
            "\n",
            "\n\n",
            "\u2014 ",
            " ",
            "+",
            "=",
            "/",
            ".p/",
            "x001/",
            "000",
            "tile/",
            "entries/",
            "0",
            "1",
            "256",
            "9223372036854775808",
            "example.com/log",
            "\n\u2014 k AAAAAAA=\n",
            "AAAA",
            "\u0000",
            "\u0085",
            "\ud800",
            "\ufeff",
            "o\n3\nSBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=\n\n",
            "e3b0c442",
            "+00000000+AQ",
            "\r\n",
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "\\u0000",
            "-",
            "9007199254740991",
            "{\"hashes\":[",
            "],\"index\":1}",
            "{\"disclosures\":[\"",
            "WyJBQUFBQUFBQUFBQUFBQUFBQUFBQUFBIiwiYSIsMV0",
            "\"_sd\":[",
            "{\"...\":\"",
            "2026-11-21T10:00:00.123Z",
            "c2sp.org/tlog-proof@v1\n",
            "index 1\n",
            "extra AA==\n",
            "log ",
            "witness w ",
            "group g any w\n",
            "quorum none\n",
            "astern key rotation\n",
            "{\"statement\":\"");

    private int read;

    @Test
    void parsers_of_text() {
        Cases.run("inputs to parsers of text", Cases.MANY, seed -> {
            var random = new SplittableRandom(seed);
            var text = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append(TOKENS.get(random.nextInt(TOKENS.size())));
            }
            var input = text.toString();
            count(TilePath.parse(input));
            count(VerifierKey.parse(input));
            count(Note.parse(input.getBytes(UTF_8)).then(Checkpoint::of));
            Bytes.fromBase64(input);
            Hash.fromBase64(input);
            Hash.fromHex(input);
            Base64Url.decode(input);
            Base64Url.isDigest(input);
            Instants.parse(input);
            Decimal.parse(input);
            files(input.getBytes(UTF_8));
        });
        assertThat(read).as("inputs that were well-formed by chance").isPositive();
    }

    private void files(byte[] input) {
        count(CanonicalJson.parse(input));
        count(Entry.parse(input));
        count(Disclosure.parse(new String(input, UTF_8)));
        count(Manifest.parse(input));
        count(ProofLine.parse(input, 0, input.length));
        count(DisclosureLine.parse(input));
        count(ConsistencyFile.parse(input));
        count(RotationLine.parse(input).then(RotationStatement::of));
        count(TlogProof.parse(input));
        Policy.parse(input);
    }

    @Test
    void parsers_of_bytes() {
        Cases.run("inputs to parsers of bytes", Cases.MANY, seed -> {
            var mutator = new Mutator(seed);
            var bytes = mutator.some(mutator.below(200));
            Note.parse(bytes).then(Checkpoint::of);
            files(bytes);
            count(Tile.parse(new HashTilePath(mutator.below(64), mutator.below(1_000), mutator.between(1, 8)), bytes));
            count(EntryBundle.parse(new EntryBundlePath(0, mutator.between(1, 256)), bytes));
        });
    }

    @Test
    void private_keys() {
        var pkcs8 = SigningKey.ofSeed(new byte[SigningKey.SEED_BYTES]).pkcs8();
        Cases.run(
                "inputs to the parser of private keys",
                Cases.MANY / 10,
                seed -> count(SigningKey.ofPkcs8(new Mutator(seed).mutate(pkcs8))));
        assertThat(read).as("other seeds than the one we began with").isPositive();
    }

    @Test
    void proofs_with_any_numbers() {
        Cases.run("numbers to proofs", Cases.MANY, seed -> {
            var random = new SplittableRandom(seed);
            long one = number(random);
            long two = number(random);
            var hashes = Collections.nCopies(random.nextInt(70), Hash.EMPTY_TREE);
            new InclusionProof(one, two, hashes).verify(Hash.EMPTY_TREE, Hash.EMPTY_TREE);
            new ConsistencyProof(one, two, hashes).verify(Hash.EMPTY_TREE, Hash.EMPTY_TREE);
            new Prover(wanted -> Map.of()).inclusion(one, two);
            new Prover(wanted -> Map.of()).consistency(one, two);
        });
    }

    /** Of any number of bits, and often next to a power of two. */
    private static long number(SplittableRandom random) {
        long power = 1L << random.nextInt(64);
        return random.nextBoolean() ? power + random.nextInt(-2, 3) : random.nextLong() & (power - 1);
    }

    private void count(Parsed<?> parsed) {
        if (parsed instanceof Parsed.Read<?>) {
            read++;
        }
    }
}
