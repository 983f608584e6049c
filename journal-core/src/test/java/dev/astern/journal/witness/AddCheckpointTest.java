package dev.astern.journal.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.Flaw;
import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class AddCheckpointTest {
    private static final String HASH = Hash.EMPTY_TREE.base64() + "\n";
    private static final String NOTE = "example.com/log\n9\n" + HASH + "\n— example.com/log AAAAAAA=\n";

    private static Parsed<AddCheckpoint> parse(String body) {
        return AddCheckpoint.parse(body.getBytes(UTF_8));
    }

    private static void assertFlaw(String body, Flaw flaw) {
        assertThat(parse(body)).as(body).isEqualTo(Parsed.malformed(flaw));
    }

    /** The example of C2SP tlog-witness, with its own line breaks. */
    @Test
    void the_specifications_example_is_read_and_written_the_same() {
        var body = """
                old 20852014
                PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
                jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
                5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
                /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

                example.com/behind-the-sofa
                20852163
                CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

                — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
                — example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
                """;
        assertThat(parse(body)).isInstanceOfSatisfying(Parsed.Read.class, read -> {
            var request = (AddCheckpoint) read.value();
            assertThat(request.oldSize()).isEqualTo(20852014);
            assertThat(request.proof()).hasSize(4);
            assertThat(request.checkpoint().signatures()).hasSize(2);
            assertThat(new String(request.encode(), UTF_8)).isEqualTo(body);
        });
    }

    @Test
    void an_old_size_is_one_number_in_one_form() {
        assertThat(parse("old 0\n\n" + NOTE)).isInstanceOf(Parsed.Read.class);
        assertThat(parse("old 9223372036854775807\n\n" + NOTE)).isInstanceOf(Parsed.Read.class);
        for (var line : new String[] {
            "old",
            "old ",
            "old 01",
            "old -1",
            "old +1",
            "old 1 ",
            "old  1",
            " old 1",
            "Old 1",
            "old 1\r",
            "old ١",
            "old 9223372036854775808",
            "old 99999999999999999999",
            "new 1"
        }) {
            assertFlaw(line + "\n\n" + NOTE, Flaw.OLD_SIZE);
        }
    }

    @Test
    void proof_lines_are_hashes_and_not_too_many() {
        assertThat(parse("old 1\n" + HASH.repeat(63) + "\n" + NOTE)).isInstanceOf(Parsed.Read.class);
        assertFlaw("old 1\n" + HASH.repeat(64) + "\n" + NOTE, Flaw.PROOF_LINE);
        for (var line : new String[] {
            "x",
            HASH.trim() + " ",
            HASH.substring(1).trim(),
            "é" + HASH.substring(1).trim(),
            "AA=="
        }) {
            assertFlaw("old 1\n" + line + "\n\n" + NOTE, Flaw.PROOF_LINE);
        }
    }

    @Test
    void without_an_empty_line_or_a_note_it_is_none() {
        assertFlaw("", Flaw.ADD_CHECKPOINT);
        assertFlaw("\n", Flaw.ADD_CHECKPOINT);
        assertFlaw("old 1", Flaw.ADD_CHECKPOINT);
        assertFlaw("old 1\n" + HASH, Flaw.ADD_CHECKPOINT);
        assertFlaw("\n\n" + NOTE, Flaw.OLD_SIZE);
        assertFlaw("old 1\n\n", Flaw.NOTE_TEXT);
        assertFlaw("old 1\n\n\n" + NOTE.replace("— ", "-"), Flaw.SIGNATURE_LINE);
        assertFlaw("old 1\n\n" + String.join("", Collections.nCopies(AddCheckpoint.MAX_BYTES, "x")), Flaw.TOO_LARGE);
    }
}
