package dev.astern.journal.mutation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.Bytes;
import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.SigningKey;
import dev.astern.journal.note.VerifierKey;
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
            "\r\n");

    private int read;

    @Test
    void parsers_of_text() {
        Cases.run(Cases.MANY, seed -> {
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
        });
        assertThat(read).as("inputs that were well-formed by chance").isPositive();
    }

    @Test
    void parsers_of_bytes() {
        Cases.run(Cases.MANY, seed -> {
            var mutator = new Mutator(seed);
            var bytes = mutator.some(mutator.below(200));
            Note.parse(bytes).then(Checkpoint::of);
            count(Tile.parse(new HashTilePath(mutator.below(64), mutator.below(1_000), mutator.between(1, 8)), bytes));
            count(EntryBundle.parse(new EntryBundlePath(0, mutator.between(1, 256)), bytes));
        });
    }

    @Test
    void private_keys() {
        var pkcs8 = SigningKey.ofSeed(new byte[SigningKey.SEED_BYTES]).pkcs8();
        Cases.run(Cases.MANY / 10, seed -> count(SigningKey.ofPkcs8(new Mutator(seed).mutate(pkcs8))));
        assertThat(read).as("other seeds than the one we began with").isPositive();
    }

    @Test
    void proofs_with_any_numbers() {
        Cases.run(Cases.MANY, seed -> {
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
