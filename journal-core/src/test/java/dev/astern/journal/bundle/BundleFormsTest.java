package dev.astern.journal.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.journal.Flaw;
import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import dev.astern.journal.entry.Disclosure;
import dev.astern.journal.note.NoteSigner;
import dev.astern.journal.note.SigningKey;
import dev.astern.journal.policy.RotationStatement;
import dev.astern.journal.tree.ConsistencyProof;
import dev.astern.journal.tree.NaiveTree;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each form of a bundle's files is read as it is written, and in no other way. */
class BundleFormsTest {
    private static final Instant TIME = Instant.parse("2026-11-21T10:00:00Z");
    private static final NaiveTree TREE = NaiveTree.ofSize(100);

    @Test
    void lines_of_proofs() {
        for (int count : new int[] {0, 1, 2, 20, 63}) {
            var hashes = TREE.leaves().subList(0, count);
            for (long index : new long[] {0, 7, 1_000_000, (1L << 53) - 1}) {
                var line = ProofLine.encode(index, hashes);
                var read = ((Parsed.Read<ProofLine>) proof(line)).value();
                assertThat(read.index()).isEqualTo(index);
                assertThat(ProofLine.encode(read.index(), hashes(read.hashes())))
                        .isEqualTo(line);
            }
        }
        var good = new String(ProofLine.encode(7, TREE.leaves().subList(0, 2)), UTF_8);
        for (var bad : List.of(
                "",
                "{}",
                good + " ",
                " " + good,
                good.replace(":7", ":07"),
                good.replace(":7", ":-7"),
                good.replace(":7", ":7.0"),
                good.replace(":7", ":"),
                good.replace(":7", ":9007199254740992"),
                good.replace(":7", ":99999999999999999"),
                good.replace("7}", "7"),
                good.replace("7}", "7}}"),
                good.replace("hashes", "hashez"),
                good.replace("],", "] ,"),
                good.replace("\",\"", "\", \""),
                good.replace("\",\"", "\"\"\""),
                good.replace("=\"", "\""),
                good.replace("=\"", "==\""),
                good.replaceFirst("\"[A-Za-z0-9+/]", "\"-"),
                good.replaceFirst("\"[A-Za-z0-9+/]", "\"="),
                good.replaceFirst("\"[A-Za-z0-9+/]{43}=", "\"" + "A".repeat(44)),
                good.replaceFirst(".=\"", "B=\""),
                "{\"hashes\":[,],\"index\":7}",
                "{\"hashes\":[\"\"],\"index\":7}",
                "{\"hashes\":[[]],\"index\":7}")) {
            assertThat(bad).isNotEqualTo(good);
            assertThat(proof(bad.getBytes(UTF_8))).as(bad).isInstanceOf(Parsed.Malformed.class);
        }
        assertThat(proof(ProofLine.encode(7, TREE.leaves().subList(0, 64)))).isInstanceOf(Parsed.Malformed.class);
    }

    private static Parsed<ProofLine> proof(byte[] line) {
        var within = (" " + new String(line, UTF_8) + "]}").getBytes(UTF_8);
        return ProofLine.parse(within, 1, 1 + line.length);
    }

    private static List<Hash> hashes(byte[] bytes) {
        return IntStream.range(0, bytes.length / 32)
                .mapToObj(i -> Hash.copyOf(Arrays.copyOfRange(bytes, i * 32, i * 32 + 32)))
                .toList();
    }

    @Test
    void lines_of_disclosures() {
        var line = new DisclosureLine(7, List.of(Disclosure.field(new byte[16], "command", "SELECT 1")));
        assertThat(DisclosureLine.parse(line.encode())).isEqualTo(Parsed.read(line));
        var good = new String(line.encode(), UTF_8);
        assertThat(good).startsWith("{\"disclosures\":[\"").endsWith("\"],\"index\":7}");
        for (var bad : List.of(
                good.replace(":7", ":-7"),
                good.replace("\"],", "\",1],"),
                good.replaceFirst("\\[.*\\]", "[]"),
                good.replaceFirst("\\[.*\\]", "{}"),
                good.replace("{", "{\"a\":1,"))) {
            assertThat(DisclosureLine.parse(bad.getBytes(UTF_8)))
                    .as(bad)
                    .isEqualTo(Parsed.malformed(Flaw.DISCLOSURE_LINE));
        }
        assertThatThrownBy(() -> new DisclosureLine(7, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void consistency() {
        var proof = new ConsistencyProof(3, 100, TREE.proof(3, 100));
        assertThat(ConsistencyFile.parse(ConsistencyFile.encode(proof))).isEqualTo(Parsed.read(proof));
        var good = new String(ConsistencyFile.encode(proof), UTF_8);
        for (var bad : List.of(
                good.replace(":3", ":101"),
                good.replace(":3", ":-1"),
                good.replace("=\"", "\""),
                good.replace("old_size", "older_size"),
                good.replaceFirst("\\[.*\\]", "[1]"))) {
            assertThat(ConsistencyFile.parse(bad.getBytes(UTF_8)))
                    .as(bad)
                    .isEqualTo(Parsed.malformed(Flaw.CONSISTENCY_FILE));
        }
        assertThat(ConsistencyFile.parse(good.strip().getBytes(UTF_8))).isEqualTo(Parsed.malformed(Flaw.LINE_END));
        assertThat(ConsistencyFile.parse(new byte[0])).isEqualTo(Parsed.malformed(Flaw.LINE_END));
    }

    @Test
    void rotations() {
        var old = new NoteSigner("example.com/log", SigningKey.ofSeed(new byte[32]));
        var seed = new byte[32];
        seed[0] = 1;
        var next = new NoteSigner("example.com/log", SigningKey.ofSeed(seed));
        var statement = new RotationStatement("example.com/log", next.verifier(), 7);
        var note = statement.signedBy(old);
        assertThat(note.text())
                .isEqualTo("astern key rotation\nexample.com/log\n"
                        + next.verifier().text() + "\n7\n");
        assertThat(RotationLine.parse(RotationLine.encode(note)).then(RotationStatement::of))
                .isEqualTo(Parsed.read(statement));
        for (var bad : List.of("{}", "[]", "{\"statement\":1}", "{\"a\":1,\"statement\":\"\"}")) {
            assertThat(RotationLine.parse(bad.getBytes(UTF_8))).as(bad).isInstanceOf(Parsed.Malformed.class);
        }
        var other = new NoteSigner("example.com/other", SigningKey.ofSeed(seed));
        assertThatThrownBy(() -> new RotationStatement("example.com/log", other.verifier(), 7))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manifests() {
        for (var scope : List.of(new Scope.Sessions(List.of("ses_1", "und_2")), new Scope.Since(7, TIME))) {
            var manifest = new Manifest(TIME, 12, files(), "example.com/log", scope);
            assertThat(Manifest.parse(manifest.encode())).isEqualTo(Parsed.read(manifest));
        }
        var files = files();
        files.remove(BundleFile.RECEIPTS);
        assertIncomplete(files);
        files = files();
        files.put(BundleFile.CONSISTENCY, digest());
        assertIncomplete(files);
        files.put(BundleFile.OLD_CHECKPOINT, digest());
        assertThat(new Manifest(TIME, 12, files, "o", new Scope.Since(0, TIME)).files())
                .hasSize(8);
        files.put(BundleFile.MANIFEST, digest());
        assertIncomplete(files);
    }

    private static void assertIncomplete(Map<BundleFile, FileDigest> files) {
        assertThatThrownBy(() -> new Manifest(TIME, 12, files, "o", new Scope.Since(0, TIME)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manifests_that_say_less_or_more_are_none() {
        var good = new String(
                new Manifest(TIME, 12, files(), "o", new Scope.Sessions(List.of("ses_1", "ses_2"))).encode(), UTF_8);
        assertFlaw(Flaw.MANIFEST, good.replace("\"created\"", "\"crafted\""));
        assertFlaw(Flaw.MANIFEST, good.replace("\"entries\":12", "\"entries\":-12"));
        assertFlaw(Flaw.MANIFEST, good.replace("\"entries\":12", "\"entries\":\"12\""));
        assertFlaw(Flaw.MANIFEST, good.replace("[\"ses_1\",\"ses_2\"]", "[]"));
        assertFlaw(Flaw.MANIFEST, good.replace("[\"ses_1\",\"ses_2\"]", "[\"ses_2\",\"ses_1\"]"));
        assertFlaw(Flaw.MANIFEST, good.replace("[\"ses_1\",\"ses_2\"]", "[\"ses_1\",\"ses_1\"]"));
        assertFlaw(Flaw.MANIFEST, good.replace("[\"ses_1\",\"ses_2\"]", "[1]"));
        assertFlaw(Flaw.MANIFEST, good.replace("\"kind\":\"session\"", "\"kind\":\"since\""));
        assertFlaw(Flaw.MANIFEST_FILES, good.replace("audit.md", "audit.mp"));
        assertFlaw(Flaw.MANIFEST_FILES, good.replaceFirst("\"bytes\":5", "\"bytes\":-5"));
        assertFlaw(Flaw.MANIFEST_FILES, good.replaceFirst("\"bytes\":5,", ""));
        assertFlaw(Flaw.MANIFEST_FILES, good.replaceFirst("\"sha256\":\"..", "\"sha256\":\""));
        assertFlaw(Flaw.LINE_END, good.strip());
        assertFlaw(Flaw.JSON_TRAILING, good + "\n");
    }

    private static void assertFlaw(Flaw flaw, String manifest) {
        assertThat(Manifest.parse(manifest.getBytes(UTF_8))).as(manifest).isEqualTo(Parsed.malformed(flaw));
    }

    private static Map<BundleFile, FileDigest> files() {
        var files = new EnumMap<BundleFile, FileDigest>(BundleFile.class);
        for (var file : List.of(
                BundleFile.CHECKPOINT,
                BundleFile.RECEIPTS,
                BundleFile.PROOFS,
                BundleFile.DISCLOSURES,
                BundleFile.AUDIT_JSON,
                BundleFile.AUDIT_MARKDOWN)) {
            files.put(file, digest());
        }
        return files;
    }

    private static FileDigest digest() {
        return new FileDigest(5, Hash.EMPTY_TREE);
    }
}
