package dev.astern.verify;

import static dev.astern.verify.BundleVerifierTest.steps;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.Bytes;
import dev.astern.journal.bundle.BundleFile;
import dev.astern.journal.bundle.BundleHead;
import dev.astern.journal.bundle.Scope;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteSigner;
import dev.astern.journal.note.Reading;
import dev.astern.journal.policy.Policy;
import dev.astern.journal.policy.RotationStatement;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationsTest {
    private static final NoteSigner FIRST = new NoteSigner(TestLog.ORIGIN, TestLog.key(1));
    private static final NoteSigner SECOND = new NoteSigner(TestLog.ORIGIN, TestLog.key(2));
    private static final NoteSigner THIRD = new NoteSigner(TestLog.ORIGIN, TestLog.key(3));

    @TempDir
    Path scratch;

    private final TestLog log = new TestLog(1);

    @BeforeEach
    void entries() {
        log.open("ses_1");
        log.act("ses_1", "SELECT 1");
        log.act("ses_1", "SELECT 2");
        log.close("ses_1");
    }

    private static Note handOver(NoteSigner old, NoteSigner next, long size) {
        return new RotationStatement(TestLog.ORIGIN, next.verifier(), size).signedBy(old);
    }

    private TestBundle bundle(NoteSigner signer, Note... rotations) {
        var text = log.checkpoint().text();
        var head = new BundleHead(
                new Scope.Sessions(List.of("ses_1")),
                log.now(),
                new Note(text, List.of(signer.sign(text))),
                Optional.empty(),
                Optional.empty(),
                List.of(rotations));
        return log.bundle(scratch, head, log.of("ses_1"));
    }

    @Test
    void a_known_key_hands_over_to_the_next() {
        var rotated = bundle(THIRD, handOver(FIRST, SECOND, 2), handOver(SECOND, THIRD, 4));
        assertVerified(FIRST, rotated);
        assertVerified(SECOND, rotated);
        assertVerified(THIRD, rotated);
        assertThat(steps(verify(FIRST, rotated, false))).containsExactly(Step.CHECKPOINT);
        assertThat(verify(THIRD, rotated, false).warnings())
                .extracting(Warning::kind)
                .containsExactly(Warning.Kind.ROTATIONS_UNCHECKED, Warning.Kind.UNWITNESSED);
    }

    @Test
    void a_key_signs_from_the_size_on_at_which_it_takes_over_and_no_further_than_it_hands_over() {
        assertVerified(FIRST, bundle(SECOND, handOver(FIRST, SECOND, log.size())));
        assertVerified(FIRST, bundle(FIRST, handOver(FIRST, SECOND, log.size())));
        assertThat(steps(verify(FIRST, bundle(SECOND, handOver(FIRST, SECOND, log.size() + 1)), true)))
                .containsExactly(Step.CHECKPOINT);
        assertThat(steps(verify(FIRST, bundle(FIRST, handOver(FIRST, SECOND, log.size() - 1)), true)))
                .containsExactly(Step.CHECKPOINT);
    }

    @Test
    void nobody_hands_over_for_another() {
        assertRotation(bundle(THIRD, handOver(SECOND, THIRD, 2)));
        assertRotation(bundle(THIRD, handOver(FIRST, SECOND, 2), handOver(FIRST, THIRD, 3)));
        assertRotation(bundle(THIRD, handOver(FIRST, SECOND, 3), handOver(SECOND, THIRD, 2)));
        assertRotation(bundle(THIRD, handOver(FIRST, SECOND, 3), handOver(THIRD, SECOND, 4)));
        var statement = handOver(FIRST, SECOND, 2);
        var changed = statement.text().replace("\n2\n", "\n3\n");
        assertRotation(bundle(SECOND, new Note(changed, statement.signatures())));
        var other = new NoteSigner("example.com/other", TestLog.key(4));
        assertRotation(bundle(SECOND, new RotationStatement("example.com/other", other.verifier(), 2).signedBy(FIRST)));
    }

    @Test
    void malformed_statements_are_refused() {
        var good = bundle(SECOND, handOver(FIRST, SECOND, 2));
        for (var lines : List.of("{}\n", "x", "\n", "{\"statement\":\"x\"}\n", "{\"statement\":1}\n")) {
            assertRotation(
                    good.with(BundleFile.ROTATIONS, lines.getBytes(UTF_8)).sealed());
        }
        assertRotation(good.with(BundleFile.ROTATIONS, text -> text.substring(0, text.length() - 1))
                .sealed());
        assertRotation(good.with(BundleFile.ROTATIONS, text -> text.replace("key rotation", "key rotatiom"))
                .sealed());
    }

    @Test
    void a_kept_checkpoint_of_the_old_key_is_extended_by_one_of_the_new() {
        var kept = new Note(
                log.checkpoint(2).text(), List.of(FIRST.sign(log.checkpoint(2).text())));
        var text = log.checkpoint().text();
        var head = new BundleHead(
                new Scope.Sessions(List.of("ses_1")),
                log.now(),
                new Note(text, List.of(SECOND.sign(text))),
                Optional.of(new BundleHead.Old(kept, log.consistency(2))),
                Optional.empty(),
                List.of(handOver(FIRST, SECOND, 3)));
        var bundle = log.bundle(scratch, head, log.of("ses_1"));
        var options =
                new Options(Reading.STRICT, true, Optional.of(Bytes.copyOf(kept.encode())), List.of(), 1 << 20, 1);
        var policy = Policy.of(FIRST.verifier(), List.of(), 0);
        assertThat(new BundleVerifier(policy, options).verify(bundle)).isInstanceOf(Verdict.Verified.class);
    }

    private void assertVerified(NoteSigner trusted, TestBundle bundle) {
        assertThat(verify(trusted, bundle, true)).isInstanceOf(Verdict.Verified.class);
    }

    private void assertRotation(TestBundle bundle) {
        assertThat(steps(verify(FIRST, bundle, true))).contains(Step.ROTATIONS);
    }

    private static Verdict verify(NoteSigner trusted, TestBundle bundle, boolean follow) {
        var options = new Options(Reading.STRICT, follow, Optional.empty(), List.of(), 1 << 20, 1);
        return new BundleVerifier(Policy.of(trusted.verifier(), List.of(), 0), options).verify(bundle);
    }
}
