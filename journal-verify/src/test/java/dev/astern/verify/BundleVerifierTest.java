package dev.astern.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.Bytes;
import dev.astern.journal.bundle.BundleFile;
import dev.astern.journal.bundle.BundleHead;
import dev.astern.journal.bundle.Scope;
import dev.astern.journal.entry.Disclosure;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.Reading;
import dev.astern.journal.policy.Policy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleVerifierTest {
    @TempDir
    Path scratch;

    private final TestLog log = new TestLog(1);
    private final Policy operator = Policy.of(log.signer.verifier(), List.of(), 0);
    private final Policy witnessed = Policy.of(
            log.signer.verifier(),
            List.of(TestLog.witness(1).verifier(), TestLog.witness(2).verifier()),
            2);

    @BeforeEach
    void two_sessions() {
        log.open("ses_1");
        log.open("ses_2");
        log.act("ses_1", "DELETE FROM accounts WHERE id = 7");
        log.act("ses_2", "UPDATE accounts SET name = 'Ümlaut'");
        log.close("ses_1");
        log.act("ses_2", "SELECT 1");
        log.add(
                "log",
                "act",
                null,
                Map.of("act", "POST /operators", "operator", "opr_1", "phase", "ended", "status", 200),
                List.of());
    }

    private Note signed() {
        return log.sign(log.checkpoint(), TestLog.witness(1), TestLog.witness(2));
    }

    private TestBundle session() {
        return log.bundle(scratch, signed(), "ses_1");
    }

    private TestBundle since(long from) {
        var scope = new Scope.Since(from, TestLog.START);
        return log.bundle(scratch, log.head(scope, signed()), LongStream.range(from, log.size()));
    }

    @Test
    void a_closed_session_under_a_quorum_is_verified_without_a_warning() {
        assertThat(verify(session())).isInstanceOfSatisfying(Verdict.Verified.class, verified -> {
            assertThat(verified.warnings()).isEmpty();
            assertThat(verified.summary().entries()).isEqualTo(4);
            assertThat(verified.summary().disclosures()).isEqualTo(6);
            assertThat(verified.summary().signatures()).hasSize(3);
        });
    }

    @Test
    void all_of_a_log_or_all_from_an_index_on_is_verified() {
        for (long from = 0; from <= log.size(); from++) {
            assertThat(verify(since(from))).as("from %d", from).isInstanceOf(Verdict.Verified.class);
        }
    }

    @Test
    void an_open_session_and_what_is_withheld_are_said() {
        log.disclosures.set(2, List.of());
        var verdict = verify(log.bundle(scratch, signed(), "ses_1", "ses_2"));
        assertThat(verdict).isInstanceOf(Verdict.Verified.class);
        assertThat(verdict.warnings())
                .extracting(Warning::kind)
                .containsExactly(Warning.Kind.SESSION_OPEN, Warning.Kind.WITHHELD);
        assertThat(verdict.warnings().getLast().detail()).startsWith("2 disclosures");
    }

    @Test
    void without_witnesses_it_is_said_what_nobody_could_have_seen() {
        var bundle = log.bundle(scratch, log.sign(log.checkpoint()), "ses_1");
        var verdict = new BundleVerifier(operator, Options.STRICT).verify(bundle);
        assertThat(verdict).isInstanceOf(Verdict.Verified.class);
        assertThat(verdict.warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.UNWITNESSED);
        assertThat(steps(new BundleVerifier(witnessed, Options.STRICT).verify(bundle)))
                .containsExactly(Step.CHECKPOINT);
    }

    @Test
    void a_file_that_is_not_the_manifests_is_named() {
        for (var file : session().files()) {
            if (file != BundleFile.MANIFEST) {
                var longer = session().with(file, text -> text + "\n");
                assertThat(first(verify(longer)).step()).as("%s", file).isEqualTo(Step.DIGESTS);
                assertThat(first(verify(longer)).place()).isEqualTo(file.fileName());
            }
            assertThat(steps(verify(session().without(file)))).as("%s", file).containsExactly(Step.FILES);
        }
        assertThat(steps(verify(session().with(BundleFile.ROTATIONS, new byte[0]))))
                .containsExactly(Step.FILES);
    }

    @Test
    void a_malformed_manifest_says_so() {
        assertManifest(text -> text.substring(0, text.length() - 1));
        assertManifest(text -> text + "\n");
        assertManifest(text -> text.replace("\"astern_bundle\":1", "\"astern_bundle\":2"));
        assertManifest(text -> text.replace("audit.md", "../x"));
        assertManifest(text -> text.replace("\"kind\":\"session\"", "\"kind\":\"some\""));
        assertManifest(text -> text.replace("\"origin\":\"", "\"origin\":1,\"x\":\""));
        assertManifest(text -> text.replace("2026-", "26-"));
        var counted = session().with(BundleFile.MANIFEST, text -> text.replace("\"entries\":4", "\"entries\":5"));
        assertThat(steps(verify(counted))).containsExactly(Step.MANIFEST);
        var other = session().with(BundleFile.MANIFEST, text -> text.replace("example.com/log", "example.com/lag"));
        assertThat(steps(verify(other))).containsExactly(Step.CHECKPOINT);
    }

    private void assertManifest(UnaryOperator<String> change) {
        assertThat(steps(verify(session().with(BundleFile.MANIFEST, change)))).containsExactly(Step.MANIFEST);
    }

    @Test
    void a_receipt_in_another_form_or_with_another_content_is_refused() {
        assertChanged(Step.RECEIPTS, BundleFile.RECEIPTS, text -> text.replaceFirst("\"count\":4", "\"count\": 4"));
        assertChanged(
                Step.RECEIPTS, BundleFile.RECEIPTS, text -> text.replaceFirst("\"type\":\"intent\"", "\"type\":\"x\""));
        assertChanged(Step.INCLUSION, BundleFile.RECEIPTS, text -> text.replaceFirst("deploy-bot", "deploy-bat"));
        assertChanged(Step.INCLUSION, BundleFile.RECEIPTS, text -> text.replaceFirst("10:00:02Z", "10:00:01Z"));
        assertChanged(Step.INCLUSION, BundleFile.RECEIPTS, BundleVerifierTest::withoutFirstLine);
        assertChanged(Step.INCLUSION, BundleFile.RECEIPTS, BundleVerifierTest::withoutLastLine);
        assertChanged(
                Step.INCLUSION,
                BundleFile.RECEIPTS,
                text -> text + text.lines().findFirst().orElseThrow() + "\n");
    }

    @Test
    void a_proof_that_is_another_or_missing_is_refused() {
        assertChanged(Step.INCLUSION, BundleFile.PROOFS, BundleVerifierTest::withoutLastLine);
        assertChanged(Step.INCLUSION, BundleFile.PROOFS, text -> text.replaceFirst("\"index\":0", "\"index\":1"));
        assertChanged(Step.INCLUSION, BundleFile.PROOFS, text -> text.replaceFirst("\"index\":0", "\"index\":00"));
        assertChanged(Step.INCLUSION, BundleFile.PROOFS, text -> text.replaceFirst("\"index\":", "\"indax\":"));
        assertChanged(Step.INCLUSION, BundleFile.PROOFS, text -> text.replaceFirst("\\[\"[^\"]*\",", "["));
        assertChanged(Step.INCLUSION, BundleFile.PROOFS, text -> text.replaceFirst("=\"", "\""));
        assertChanged(Step.INCLUSION, BundleFile.PROOFS, text -> text.replaceFirst(",\"", ", \""));
    }

    @Test
    void disclosures_belong_to_their_receipts() {
        assertChanged(Step.DISCLOSURES, BundleFile.DISCLOSURES, text -> text.replace("\"index\":2", "\"index\":1"));
        assertChanged(Step.DISCLOSURES, BundleFile.DISCLOSURES, text -> text.replace("\"index\":3", "\"index\":4"));
        assertChanged(Step.DISCLOSURES, BundleFile.DISCLOSURES, text -> text.replace("\"index\":3", "\"index\":99"));
        assertChanged(Step.DISCLOSURES, BundleFile.DISCLOSURES, text -> text + text);
        var foreign = log.field("command", "SELECT 2").text();
        assertChanged(
                Step.DISCLOSURES,
                BundleFile.DISCLOSURES,
                text -> text.replaceFirst("\\[\"", "[\"" + foreign + "\",\""));
        assertChanged(Step.DISCLOSURES, BundleFile.DISCLOSURES, text -> text.replaceFirst("\\[\"..", "[\""));
        assertChanged(Step.DISCLOSURES, BundleFile.DISCLOSURES, text -> text.replaceFirst("\\[.*\\]", "[]"));
        // Leaving one out is not false; the audit files then tell what they should not know.
        assertChanged(Step.AUDIT, BundleFile.DISCLOSURES, BundleVerifierTest::withoutFirstLine);
    }

    @Test
    void a_chain_is_complete() {
        var scope = new Scope.Sessions(List.of("ses_1"));
        var all = log.of("ses_1").toArray();
        for (int i = 0; i < all.length; i++) {
            long left = all[i];
            var bundle = log.bundle(
                    scratch, log.head(scope, signed()), LongStream.of(all).filter(index -> index != left));
            if (i < all.length - 1) {
                assertThat(steps(verify(bundle))).as("without %d", left).containsExactly(Step.COMPLETENESS);
            } else {
                // Nothing proves an end that is not there, and that is said.
                assertThat(verify(bundle).warnings())
                        .extracting(Warning::kind)
                        .containsExactly(Warning.Kind.SESSION_OPEN);
            }
        }
        var foreign = log.bundle(scratch, log.head(scope, signed()), log.of("ses_1", "ses_2"));
        assertThat(steps(verify(foreign))).containsExactly(Step.COMPLETENESS);
        var missing = new Scope.Sessions(List.of("ses_1", "ses_3"));
        assertThat(steps(verify(log.bundle(scratch, log.head(missing, signed()), log.of("ses_1")))))
                .containsExactly(Step.COMPLETENESS);
        var logs = log.bundle(scratch, log.head(scope, signed()), log.of("ses_1", "log"));
        assertThat(verify(logs)).isInstanceOf(Verdict.Verified.class);
    }

    @Test
    void all_since_an_index_is_complete() {
        for (long from = 0; from < log.size(); from++) {
            long left = from;
            var bundle = log.bundle(
                    scratch,
                    log.head(new Scope.Since(0, TestLog.START), signed()),
                    LongStream.range(0, log.size()).filter(index -> index != left));
            assertThat(steps(verify(bundle))).as("without %d", left).containsExactly(Step.COMPLETENESS);
        }
    }

    @Test
    void audit_files_are_what_the_receipts_say() {
        assertChanged(Step.AUDIT, BundleFile.AUDIT_JSON, text -> text.replace("DELETE", "SELECT"));
        assertChanged(Step.AUDIT, BundleFile.AUDIT_JSON, text -> text + " ");
        assertChanged(Step.AUDIT, BundleFile.AUDIT_JSON, text -> "[]\n");
        assertChanged(Step.AUDIT, BundleFile.AUDIT_JSON, text -> "");
        assertChanged(Step.AUDIT, BundleFile.AUDIT_MARKDOWN, text -> text.replace("DELETE", "SELECT"));
        assertChanged(Step.AUDIT, BundleFile.AUDIT_MARKDOWN, text -> text.substring(1));
    }

    @Test
    void a_checkpoint_that_was_kept_has_to_be_extended() {
        var kept = log.sign(log.checkpoint(5));
        var proven = log.bundle(scratch, head(kept, 5), log.of("ses_1"));
        assertThat(verify(proven, kept))
                .isInstanceOfSatisfying(
                        Verdict.Verified.class,
                        verified -> assertThat(verified.summary().oldSize()).contains(5L));
        assertThat(steps(verify(session(), kept))).containsExactly(Step.CONSISTENCY);
        assertThat(steps(verify(proven, log.sign(log.checkpoint(6))))).containsExactly(Step.CONSISTENCY);
        assertThat(verify(session(), log.sign(log.checkpoint()))).isInstanceOf(Verdict.Verified.class);
        assertThat(verify(session(), log.sign(log.checkpoint(0)))).isInstanceOf(Verdict.Verified.class);
        var bundle = session();
        log.act("ses_2", "SELECT 2");
        assertThat(steps(verify(bundle, log.sign(log.checkpoint())))).containsExactly(Step.CONSISTENCY);
        var forged = new TestLog(9, log.signer);
        forged.open("ses_1");
        assertThat(steps(verify(proven, forged.sign(forged.checkpoint())))).containsExactly(Step.CONSISTENCY);
    }

    @Test
    void a_bundled_old_checkpoint_is_checked_whether_it_was_asked_for_or_not() {
        var kept = log.sign(log.checkpoint(5));
        var proven = log.bundle(scratch, head(kept, 5), log.of("ses_1"));
        assertThat(verify(proven)).isInstanceOf(Verdict.Verified.class);
        var other = log.sign(log.checkpoint(6));
        assertThat(steps(verify(
                        proven.with(BundleFile.OLD_CHECKPOINT, other.encode()).sealed())))
                .containsExactly(Step.CONSISTENCY);
        assertThat(steps(verify(proven.with(BundleFile.CONSISTENCY, "{}\n".getBytes(UTF_8))
                        .sealed())))
                .containsExactly(Step.CONSISTENCY);
        assertThat(steps(verify(proven.without(BundleFile.CONSISTENCY)))).containsExactly(Step.FILES);
    }

    private BundleHead head(Note old, long size) {
        return new BundleHead(
                new Scope.Sessions(List.of("ses_1")),
                log.now(),
                signed(),
                Optional.of(new BundleHead.Old(old, log.consistency(size))),
                Optional.empty(),
                List.of());
    }

    @Test
    void an_interoperable_reading_says_what_it_ignored() {
        var stranger = TestLog.witness(3);
        var note = signed().with(stranger.cosign(log.checkpoint().text(), log.now()));
        var bundle = log.bundle(scratch, note, "ses_1");
        assertThat(steps(verify(bundle))).containsExactly(Step.CHECKPOINT);
        var options = new Options(Reading.INTEROPERABLE, false, Optional.empty(), List.of(), 1 << 20, 1);
        var verdict = new BundleVerifier(witnessed, options).verify(bundle);
        assertThat(verdict).isInstanceOf(Verdict.Verified.class);
        assertThat(verdict.warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.IGNORED);
    }

    @Test
    void times_that_go_back_are_said() {
        var late = new TestLog(1);
        late.open("ses_1");
        for (int i = 0; i < 20; i++) {
            late.act("ses_1", "SELECT 1");
        }
        var text = new String(late.leaves.getLast(), UTF_8);
        var back = new TestLog(1);
        late.leaves.subList(0, 40).forEach(leaf -> back.append(leaf, List.of()));
        back.append(text.replaceFirst("10:00:40Z", "09:00:00Z").getBytes(UTF_8), List.of());
        var bundle = back.bundle(scratch, back.sign(back.checkpoint()), "ses_1");
        assertThat(new BundleVerifier(operator, Options.STRICT).verify(bundle).warnings())
                .filteredOn(warning -> warning.kind() == Warning.Kind.TIME_BACKWARDS)
                .extracting(Warning::detail)
                .containsExactly("1 receipts claim to be more than 10 s older than one before them, by up to 3639 s;"
                        + " the first of them has index 40");
    }

    @Test
    void many_entries_are_checked_by_many_threads_and_reported_in_order() {
        var many = new TestLog(1);
        many.open("ses_1");
        for (int i = 0; i < 1_000; i++) {
            many.act("ses_1", "SELECT " + i);
        }
        many.close("ses_1");
        var bundle = many.bundle(scratch, many.sign(many.checkpoint()), "ses_1");
        var lines = bundle.text(BundleFile.RECEIPTS).lines().toList();
        var changed = bundle.with(
                BundleFile.RECEIPTS,
                text -> text.replace(lines.get(1_800), lines.get(1_800).replace("deploy-bot", "deploy-bat"))
                        .replace(lines.get(1_900), "{}"));
        for (int threads : new int[] {1, 2, 7}) {
            var options = new Options(Reading.STRICT, false, Optional.empty(), List.of(), 1 << 30, threads);
            var verifier = new BundleVerifier(operator, options);
            assertThat(verifier.verify(bundle)).isInstanceOf(Verdict.Verified.class);
            assertThat(first(verifier.verify(changed.sealed())).place()).isEqualTo("proofs.jsonl:1801");
        }
    }

    @Test
    void a_file_that_swells_is_read_no_further_than_its_manifest_says() {
        var swollen = session().with(BundleFile.RECEIPTS, new byte[100 << 20]);
        assertThat(first(verify(swollen)).detail()).startsWith("it goes on after its");
        var claimed = new Options(Reading.STRICT, false, Optional.empty(), List.of(), 1 << 30, 2);
        var verdict = new BundleVerifier(witnessed, claimed).verify(swollen.sealed());
        assertThat(first(verdict).step()).isEqualTo(Step.RECEIPTS);
    }

    @Test
    void too_large_a_bundle_is_not_read() {
        var options = new Options(Reading.STRICT, false, Optional.empty(), List.of(), 1_000, 1);
        assertThat(steps(new BundleVerifier(witnessed, options).verify(session())))
                .containsExactly(Step.FILES);
    }

    @Test
    void a_disclosure_can_be_left_out_and_nothing_else_changes() {
        var bundle = session();
        for (int index : new int[] {2, 3}) {
            var shown = log.disclosures.get(index);
            for (var left : shown) {
                if (left.name().isEmpty() || !left.name().get().equals("output")) {
                    log.disclosures.set(
                            index,
                            shown.stream().filter(each -> !each.equals(left)).toList());
                    assertThat(verify(session())).isInstanceOf(Verdict.Verified.class);
                }
            }
            log.disclosures.set(
                    index,
                    shown.stream().filter(each -> each.name().isPresent()).toList());
            assertThat(verify(session())).isInstanceOf(Verdict.Verified.class);
            log.disclosures.set(index, shown);
        }
        assertThat(session().contents()).usingRecursiveComparison().isEqualTo(bundle.contents());
        assertThat(Disclosure.digests(log.disclosures.get(2))).hasSize(2);
    }

    private void assertChanged(Step step, BundleFile file, UnaryOperator<String> change) {
        var changed = session().with(file, change);
        assertThat(changed.text(file)).isNotEqualTo(session().text(file));
        assertThat(first(verify(changed)).step()).isEqualTo(Step.DIGESTS);
        assertThat(first(verify(changed.sealed())).step()).isEqualTo(step);
    }

    private static String withoutFirstLine(String text) {
        return text.substring(text.indexOf('\n') + 1);
    }

    private static String withoutLastLine(String text) {
        return text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1);
    }

    private Verdict verify(TestBundle bundle) {
        return new BundleVerifier(witnessed, Options.STRICT).verify(bundle);
    }

    private Verdict verify(TestBundle bundle, Note kept) {
        var options =
                new Options(Reading.STRICT, false, Optional.of(Bytes.copyOf(kept.encode())), List.of(), 1 << 20, 1);
        return new BundleVerifier(witnessed, options).verify(bundle);
    }

    static Failure first(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Refuted.class);
        return ((Verdict.Refuted) verdict).failures().getFirst();
    }

    static List<Step> steps(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Refuted.class);
        return ((Verdict.Refuted) verdict)
                .failures().stream().map(Failure::step).toList();
    }
}
