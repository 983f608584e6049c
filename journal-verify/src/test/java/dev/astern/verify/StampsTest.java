package dev.astern.verify;

import static dev.astern.verify.BundleVerifierTest.steps;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.Bytes;
import dev.astern.journal.bundle.BundleFile;
import dev.astern.journal.bundle.BundleHead;
import dev.astern.journal.bundle.ConsistencyFile;
import dev.astern.journal.bundle.Scope;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.Reading;
import dev.astern.journal.policy.Policy;
import dev.astern.verify.stamp.TestAuthority;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StampsTest {
    private static final Instant TIME = Instant.parse("2026-11-21T10:30:00Z");

    @TempDir
    Path scratch;

    private final TestLog log = new TestLog(1);
    private final TestAuthority authority = new TestAuthority();
    private final Policy policy =
            Policy.of(log.signer.verifier(), List.of(TestLog.witness(1).verifier()), 1);

    private TestBundle bundle() {
        log.open("ses_1");
        log.act("ses_1", "SELECT 1");
        // Nobody witnessed the checkpoint that was stamped; that the witnessed one extends it is enough.
        var stamped = log.sign(log.checkpoint());
        log.act("ses_1", "SELECT 2");
        log.close("ses_1");
        return bundle(stamped, 3);
    }

    private TestBundle bundle(Note stamped, long size) {
        var stamp = new BundleHead.TimeStamp(
                Bytes.copyOf(authority.stamp(stamped.encode(), TIME)), stamped, log.consistency(size));
        var head = new BundleHead(
                new Scope.Sessions(List.of("ses_1")),
                log.now(),
                log.sign(log.checkpoint(), TestLog.witness(1)),
                Optional.empty(),
                Optional.of(stamp),
                List.of());
        return log.bundle(scratch, head, log.of("ses_1"));
    }

    @Test
    void a_time_stamp_is_checked_when_an_authority_is_given() {
        assertThat(verify(bundle(), authority.root)).isInstanceOfSatisfying(Verdict.Verified.class, verified -> {
            assertThat(verified.summary().stamped()).contains(TIME);
            assertThat(verified.warnings()).isEmpty();
        });
    }

    @Test
    void one_that_nobody_checked_is_said() {
        assertThat(verify(bundle()).warnings())
                .extracting(Warning::kind)
                .containsExactly(Warning.Kind.TIMESTAMP_UNCHECKED);
    }

    @Test
    void who_gives_an_authority_gets_a_time_stamp_or_no_verdict() {
        var without = bundle().without(BundleFile.TIMESTAMP)
                .without(BundleFile.TIMESTAMP_CHECKPOINT)
                .without(BundleFile.TIMESTAMP_CONSISTENCY)
                .sealed();
        assertThat(verify(without)).isInstanceOf(Verdict.Verified.class);
        assertThat(steps(verify(without, authority.root))).containsExactly(Step.TIMESTAMP);
    }

    @Test
    void each_part_is_needed_and_fits_the_others() {
        var bundle = bundle();
        assertThat(steps(verify(bundle, new TestAuthority().root))).containsExactly(Step.TIMESTAMP);
        var later = log.sign(log.checkpoint(4));
        for (var changed : List.of(
                bundle.with(BundleFile.TIMESTAMP, authority.stamp(later.encode(), TIME)),
                bundle.with(BundleFile.TIMESTAMP, new byte[0]),
                bundle.with(BundleFile.TIMESTAMP_CHECKPOINT, later.encode()),
                bundle.with(BundleFile.TIMESTAMP_CHECKPOINT, new byte[] {1}),
                bundle.with(BundleFile.TIMESTAMP_CONSISTENCY, ConsistencyFile.encode(log.consistency(4))),
                bundle.with(BundleFile.TIMESTAMP_CONSISTENCY, new byte[0]))) {
            assertThat(steps(verify(changed.sealed(), authority.root))).containsExactly(Step.TIMESTAMP);
        }
        var forged = new TestLog(7, log.signer);
        forged.open("ses_9");
        assertThat(steps(verify(bundle(forged.sign(forged.checkpoint()), 1), authority.root)))
                .containsExactly(Step.TIMESTAMP);
    }

    private Verdict verify(TestBundle bundle, X509Certificate... authorities) {
        var options = new Options(Reading.STRICT, false, Optional.empty(), List.of(authorities), 1 << 20, 1);
        return new BundleVerifier(policy, options).verify(bundle);
    }
}
