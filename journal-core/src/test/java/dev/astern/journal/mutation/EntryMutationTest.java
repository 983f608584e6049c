package dev.astern.journal.mutation;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.CanonicalJson;
import dev.astern.journal.Hash;
import dev.astern.journal.Leaf;
import dev.astern.journal.Parsed;
import dev.astern.journal.entry.Disclosed;
import dev.astern.journal.entry.Disclosure;
import dev.astern.journal.entry.Entry;
import dev.astern.journal.tree.InclusionVerifier;
import dev.astern.journal.tree.NaiveTree;
import dev.astern.journal.tree.ProofCheck;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EntryMutationTest {
    private static final int PLACE = 3;

    private final Disclosure element = Disclosure.element(new byte[16], "Ada");
    private final Disclosure output = Disclosure.field(
            new byte[16], "output", Map.of("rows", List.of(Map.of("...", element.digest()), "Grace é\n")));
    private final Disclosure command = Disclosure.field(new byte[16], "command", "DELETE FROM a");
    private final List<Disclosure> all = List.of(output, command, element);
    private final byte[] leaf = leaf();
    private final NaiveTree tree = new NaiveTree(
            List.of(Hash.ofLeaf(new byte[1]), Hash.ofLeaf(new byte[2]), Hash.ofLeaf(new byte[3]), Hash.ofLeaf(leaf)));

    private byte[] leaf() {
        var body = new HashMap<String, @Nullable Object>();
        body.put("agent", Map.of("id", "a", "version", "1"));
        body.put("approval", Map.of("required", false));
        body.put("state", "applied");
        body.put("exit_code", 0);
        body.put("risk_score", -72);
        body.put("reads", Map.of("rows", 9_007_199_254_740_991L, "é", List.of(true, "\u0007")));
        body.put("_sd", Disclosure.digests(List.of(output, command)));
        body.put("_sd_alg", "sha-256");
        var time = Instant.parse("2026-11-21T10:00:00.123Z");
        return Leaf.render("ses_1", 7, Hash.EMPTY_TREE.hex(), "result", time, "act_1", body)
                .text()
                .getBytes(UTF_8);
    }

    @Test
    void an_entry_has_one_form_and_one_place_in_the_tree() {
        var path = new ByteArrayOutputStream();
        tree.path(PLACE, 0, 4).forEach(hash -> path.writeBytes(hash.toArray()));
        var inclusion = new InclusionVerifier(4, tree.root(4));
        assertThat(inclusion.verify(PLACE, Hash.ofLeaf(leaf).toArray(), path.toByteArray()))
                .isInstanceOf(ProofCheck.Proven.class);
        int[] read = {0};
        Cases.run("mutations of receipts", 2 * Cases.MANY, seed -> {
            var mutated = new Mutator(seed).mutate(leaf);
            if (CanonicalJson.parse(mutated) instanceof Parsed.Read<Object>(var json)) {
                assertThat(CanonicalJson.write(json).getBytes(UTF_8)).isEqualTo(mutated);
                read[0] += Entry.parse(mutated) instanceof Parsed.Read<Entry> ? 1 : 0;
            }
            assertThat(inclusion.verify(PLACE, Hash.ofLeaf(mutated).toArray(), path.toByteArray()))
                    .isInstanceOf(ProofCheck.Refuted.class);
        });
        // Other times and numbers are entries, too; they are not in this tree.
        assertThat(read[0]).isPositive();
    }

    @Test
    void a_disclosure_that_was_changed_belongs_to_nothing() {
        var entry = ((Parsed.Read<Entry>) Entry.parse(leaf)).value();
        assertThat(entry.disclose(all)).isInstanceOf(Parsed.Read.class);
        Cases.run("mutations of disclosures", 2 * Cases.MANY, seed -> {
            var mutator = new Mutator(seed);
            int which = mutator.below(all.size());
            var text = all.get(which).text().getBytes(US_ASCII);
            var mutated = new String(mutator.below(2) == 0 ? mutator.mutate(text) : within(mutator, text), UTF_8);
            if (Disclosure.parse(mutated) instanceof Parsed.Read<Disclosure>(var disclosure)) {
                assertThat(disclosure.text()).isEqualTo(mutated);
                var changed = new ArrayList<>(all);
                changed.set(which, disclosure);
                assertThat(entry.disclose(changed)).isInstanceOf(Parsed.Malformed.class);
            }
        });
    }

    /** Changes what is in it, and encodes it again. */
    private static byte[] within(Mutator mutator, byte[] text) {
        var json = Base64.getUrlDecoder().decode(text);
        return Base64.getUrlEncoder().withoutPadding().encode(mutator.mutate(json));
    }

    @Test
    void any_choice_of_disclosures_shows_no_more_than_was_chosen() {
        var entry = ((Parsed.Read<Entry>) Entry.parse(leaf)).value();
        Cases.run("choices of disclosures", Cases.MANY / 10, seed -> {
            var mutator = new Mutator(seed);
            var chosen = new ArrayList<Disclosure>();
            for (int i = mutator.below(5); i > 0; i--) {
                chosen.add(all.get(mutator.below(all.size())));
            }
            boolean different = chosen.stream().distinct().count() == chosen.size();
            boolean placed = !chosen.contains(element) || chosen.contains(output);
            if (entry.disclose(chosen) instanceof Parsed.Read<Disclosed>(var said)) {
                assertThat(different && placed).isTrue();
                assertThat(said.body().containsKey("command")).isEqualTo(chosen.contains(command));
                assertThat(said.body().containsKey("output")).isEqualTo(chosen.contains(output));
                assertThat(CanonicalJson.write(said.body()).contains("Ada")).isEqualTo(chosen.contains(element));
                int known = chosen.contains(output) ? 3 : 2;
                assertThat(said.withheld()).isEqualTo(known - chosen.size());
            } else {
                assertThat(different && placed).isFalse();
            }
        });
    }
}
