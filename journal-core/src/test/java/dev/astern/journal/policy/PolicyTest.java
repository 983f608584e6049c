package dev.astern.journal.policy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.journal.Flaw;
import dev.astern.journal.note.Cosigner;
import dev.astern.journal.note.NoteSigner;
import dev.astern.journal.note.SigningKey;
import dev.astern.journal.note.VerifierKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicyTest {
    private static final VerifierKey LOG = new NoteSigner("example.com/log", key(0)).verifier();
    private static final List<VerifierKey> WITNESSES = IntStream.range(1, 7)
            .mapToObj(i -> new Cosigner("w" + i + ".example.com", key(i)).verifier())
            .toList();

    /** The example of the specification. */
    private static final String EXAMPLE = """
            log LOG

            witness X1 W1
            witness X2 W2
            witness X3 W3
            group X-witnesses 2 X1 X2 X3

            witness Y1 W4
            witness Y2 W5
            witness Y3 W6
            group Y-witnesses any Y1 Y2 Y3

            group X-and-Y all X-witnesses Y-witnesses
            quorum X-and-Y
            """;

    @Test
    void nested_groups_decide() {
        var policy = read(EXAMPLE);
        assertThat(policy.logs()).containsExactly(new Policy.Log(LOG, Optional.empty()));
        assertThat(policy.witnesses()).extracting(Policy.Witness::name).contains("X1", "Y3");
        assertThat(policy.knows("example.com/log")).isTrue();
        assertThat(policy.knows("example.com/other")).isFalse();
        assertQuorum(policy, true, 1, 2, 4);
        assertQuorum(policy, true, 1, 3, 6);
        assertQuorum(policy, true, 1, 2, 3, 4, 5, 6);
        assertQuorum(policy, false, 1, 2, 3);
        assertQuorum(policy, false, 1, 4, 5, 6);
        assertQuorum(policy, false);
    }

    @Test
    void a_quorum_of_one_or_of_none() {
        var one = read("log LOG\nwitness a W1\nwitness b W2\nquorum a\n");
        assertQuorum(one, true, 1);
        assertQuorum(one, false, 2);
        assertQuorum(read("log LOG\nquorum none\n"), true);
        assertQuorum(one.withoutQuorum(), true);
        assertThat(read("quorum none\n").keys()).isEmpty();
    }

    @Test
    void every_threshold_and_combination_of_five() {
        for (int threshold = 1; threshold <= 5; threshold++) {
            var policy = read("log LOG\n"
                    + IntStream.rangeClosed(1, 5)
                            .mapToObj(i -> "witness w" + i + " W" + i + "\n")
                            .collect(Collectors.joining())
                    + "group g " + threshold + " w1 w2 w3 w4 w5\nquorum g\n");
            for (int set = 0; set < 64; set++) {
                int chosen = set;
                var cosigned = IntStream.range(0, 6)
                        .filter(i -> (chosen >> i & 1) == 1)
                        .mapToObj(WITNESSES::get)
                        .collect(Collectors.toSet());
                assertThat(policy.quorum().isMetBy(cosigned)).isEqualTo(Integer.bitCount(set & 31) >= threshold);
            }
        }
    }

    @Test
    void spaces_comments_addresses_and_foreign_octets_are_read() {
        var policy = read(
                " \t log\tLOG   https://log.example/ \n# a comment \u00ff\n   \n\t#\nwitness K\u00e9 W1 https://w/\nquorum K\u00e9 \n");
        assertThat(policy.logs().getFirst().url()).contains("https://log.example/");
        assertThat(policy.witnesses())
                .containsExactly(new Policy.Witness("K\u00e9", WITNESSES.getFirst(), Optional.of("https://w/")));
    }

    @Test
    void malformed_policies_say_why_and_where() {
        assertFlaw(Flaw.POLICY_QUORUM, 1, "");
        assertFlaw(Flaw.POLICY_QUORUM, 2, "log LOG\n");
        assertFlaw(Flaw.POLICY_QUORUM, 2, "quorum none\nquorum none\n");
        assertFlaw(Flaw.POLICY_QUORUM, 1, "quorum a\nwitness a W1\n");
        assertFlaw(Flaw.POLICY_LINE, 2, "log LOG\nquorum none");
        assertFlaw(Flaw.POLICY_LINE, 1, "hello\n");
        assertFlaw(Flaw.POLICY_LINE, 1, "Log LOG\n");
        assertFlaw(Flaw.POLICY_LINE, 1, "log\n");
        assertFlaw(Flaw.POLICY_LINE, 1, "log LOG url more\n");
        assertFlaw(Flaw.POLICY_LINE, 1, "witness a\n");
        assertFlaw(Flaw.POLICY_LINE, 1, "witness a W1 url more\n");
        assertFlaw(Flaw.POLICY_LINE, 2, "witness a W1\ngroup g any\n");
        assertFlaw(Flaw.POLICY_LINE, 1, "quorum none more\n");
        assertFlaw(Flaw.POLICY_CHARACTER, 1, "quorum none\r\n");
        assertFlaw(Flaw.POLICY_CHARACTER, 1, "# \u0000\nquorum none\n");
        assertFlaw(Flaw.POLICY_CHARACTER, 1, "# \u007f\nquorum none\n");
        assertFlaw(Flaw.POLICY_KEY_TYPE, 1, "log W1\n");
        assertFlaw(Flaw.POLICY_KEY_TYPE, 1, "witness a LOG\n");
        assertFlaw(Flaw.KEY_ID, 1, "log LOG0+00000000+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n");
        assertFlaw(Flaw.POLICY_KEY, 2, "log LOG\nlog LOG\n");
        assertFlaw(Flaw.POLICY_KEY, 2, "witness a W1\nwitness b W1\n");
        assertFlaw(
                Flaw.POLICY_KEY,
                2,
                "log LOG\nwitness a " + new Cosigner("self", key(0)).verifier().text() + "\n");
        assertFlaw(Flaw.POLICY_NAME, 2, "witness a W1\nwitness a W2\n");
        assertFlaw(Flaw.POLICY_NAME, 2, "witness a W1\ngroup a any a\n");
        assertFlaw(Flaw.POLICY_NAME, 1, "witness none W1\n");
        assertFlaw(Flaw.POLICY_MEMBER, 1, "group g any a\n");
        assertFlaw(Flaw.POLICY_MEMBER, 2, "witness a W1\ngroup g any none\n");
        assertFlaw(Flaw.POLICY_MEMBER, 2, "witness a W1\ngroup g any a a\n");
        assertFlaw(Flaw.POLICY_MEMBER, 3, "witness a W1\ngroup g any a\ngroup h any a\n");
        for (var threshold : List.of("0", "2", "01", "-1", "+1", "some", "1.0", "99999", "100000")) {
            assertFlaw(Flaw.POLICY_THRESHOLD, 2, "witness a W1\ngroup g " + threshold + " a\n");
        }
        assertFlaw(Flaw.TOO_LARGE, 1, "#".repeat(1 << 20) + "\n");
    }

    @Test
    void a_key_that_is_not_utf8_is_refused() {
        var bytes = "log \u00ff\n".getBytes(ISO_8859_1);
        assertThat(Policy.parse(bytes)).isEqualTo(new PolicyReading.Malformed(Flaw.NOT_UTF8, 1));
    }

    @Test
    void at_least_32_of_each_are_read() {
        var text = new StringBuilder();
        var names = new StringBuilder();
        for (int i = 0; i < 32; i++) {
            text.append("log ")
                    .append(new NoteSigner("log" + i, key(100 + i)).verifier().text())
                    .append('\n');
            text.append("witness w" + i + " ")
                    .append(new Cosigner("w" + i, key(150 + i)).verifier().text())
                    .append('\n');
            text.append("group g" + i + " all w" + i + "\n");
            names.append(" g").append(i);
        }
        var policy = read(text + "group g 17" + names + "\nquorum g\n");
        assertThat(policy.logs()).hasSize(32);
        assertThat(policy.quorum()
                        .isMetBy(policy.witnesses().stream()
                                .limit(16)
                                .map(Policy.Witness::key)
                                .collect(Collectors.toSet())))
                .isFalse();
        assertThat(policy.quorum()
                        .isMetBy(policy.witnesses().stream()
                                .limit(17)
                                .map(Policy.Witness::key)
                                .collect(Collectors.toSet())))
                .isTrue();
    }

    @Test
    void one_key_never_counts_twice() {
        var witness = WITNESSES.getFirst();
        var renamed = new VerifierKey("other", witness.type(), witness.publicKey());
        assertThatThrownBy(() -> Policy.of(LOG, List.of(witness, renamed), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Policy.of(LOG, List.of(witness), 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Policy.of(LOG, List.of(witness), -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Policy.of(witness, List.of(), 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Policy.of(LOG, List.of(LOG), 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Policy.of(LOG, List.of(), 0).with(LOG)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertQuorum(Policy policy, boolean met, int... witnesses) {
        Set<VerifierKey> cosigned =
                IntStream.of(witnesses).mapToObj(i -> WITNESSES.get(i - 1)).collect(Collectors.toSet());
        assertThat(policy.quorum().isMetBy(cosigned)).as("%s", cosigned).isEqualTo(met);
    }

    private static Policy read(String text) {
        return ((PolicyReading.Read) parse(text)).policy();
    }

    private static void assertFlaw(Flaw flaw, int line, String text) {
        assertThat(parse(text)).as(text).isEqualTo(new PolicyReading.Malformed(flaw, line));
    }

    private static PolicyReading parse(String text) {
        var written = Stream.iterate(0, i -> i < 6, i -> i + 1)
                .reduce(
                        text.replaceAll("LOG(?!0)", LOG.text().replace("+", "\\+")),
                        (soFar, i) -> soFar.replaceAll(
                                "(?m) W" + (i + 1) + "(?=[ \n])",
                                " " + WITNESSES.get(i).text()),
                        (left, right) -> left);
        return Policy.parse(written.getBytes(ISO_8859_1));
    }

    private static SigningKey key(int first) {
        var seed = new byte[SigningKey.SEED_BYTES];
        seed[0] = (byte) first;
        return SigningKey.ofSeed(seed);
    }
}
