package dev.astern.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.Bytes;
import dev.astern.journal.bundle.BundleFile;
import dev.astern.journal.bundle.BundleHead;
import dev.astern.journal.bundle.BundleOpening;
import dev.astern.journal.bundle.BundleSource;
import dev.astern.journal.bundle.Manifest;
import dev.astern.journal.bundle.Scope;
import dev.astern.journal.mutation.Cases;
import dev.astern.journal.mutation.Mutator;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteSigner;
import dev.astern.journal.note.Reading;
import dev.astern.journal.policy.Policy;
import dev.astern.journal.policy.RotationStatement;
import dev.astern.verify.stamp.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is changed of a bundle with everything in it, what is verified says nothing else than it did. */
class BundleMutationTest {
    private static final Instant STAMPED = Instant.parse("2026-11-21T11:00:00Z");
    private static final NoteSigner OLD = new NoteSigner(TestLog.ORIGIN, TestLog.key(9));
    private static final List<BundleFile> LINES =
            List.of(BundleFile.RECEIPTS, BundleFile.PROOFS, BundleFile.DISCLOSURES, BundleFile.ROTATIONS);

    @TempDir
    Path scratch;

    private final TestLog log = new TestLog(1);
    private final TestLog otherLog = new TestLog(2);
    private final TestAuthority authority = new TestAuthority();
    private final Policy policy =
            Policy.of(OLD.verifier(), List.of(TestLog.witness(1).verifier()), 1);

    /** What is asked for by somebody who asks for all there is. */
    private BundleVerifier verifier() {
        return verifier(List.of(authority.root));
    }

    /** The same without time stamps, which take longer than all else. */
    private BundleVerifier quickVerifier() {
        return verifier(List.of());
    }

    private BundleVerifier verifier(List<X509Certificate> authorities) {
        var kept = Bytes.copyOf(log.sign(log.checkpoint(3)).encode());
        return new BundleVerifier(
                policy, new Options(Reading.STRICT, true, Optional.of(kept), authorities, 1 << 20, 1));
    }

    private static boolean isStamp(BundleFile file) {
        return file == BundleFile.TIMESTAMP
                || file == BundleFile.TIMESTAMP_CHECKPOINT
                || file == BundleFile.TIMESTAMP_CONSISTENCY;
    }

    private TestBundle bundle(TestLog of) {
        of.open("ses_1");
        of.act("ses_1", "DELETE FROM accounts WHERE id = 7");
        of.open("ses_2");
        of.act("ses_1", "SELECT 'é'");
        of.close("ses_1");
        var note = of.sign(of.checkpoint(), TestLog.witness(1));
        var head = new BundleHead(
                new Scope.Sessions(List.of("ses_1")),
                of.now(),
                note,
                Optional.of(new BundleHead.Old(of.sign(of.checkpoint(3)), of.consistency(3))),
                Optional.of(new BundleHead.TimeStamp(
                        Bytes.copyOf(authority.stamp(note.encode(), STAMPED)), note, of.consistency(of.size()))),
                List.of(handOver(of.signer)));
        return of.bundle(scratch, head, of.of("ses_1"));
    }

    private static Note handOver(NoteSigner next) {
        return new RotationStatement(TestLog.ORIGIN, next.verifier(), 2).signedBy(OLD);
    }

    @Test
    void a_file_that_was_changed() {
        var bundle = bundle(log);
        var thorough = verifier();
        var quick = quickVerifier();
        assertThat(thorough.verify(bundle)).isInstanceOf(Verdict.Verified.class);
        var files = List.copyOf(bundle.files());
        Cases.run("mutations of bundles", Cases.MANY / 16, seed -> {
            var mutator = new Mutator(seed);
            var file = files.get(mutator.below(files.size()));
            var changed = bundle.with(file, mutator.mutate(bundle.get(file)));
            var verifier = isStamp(file) ? thorough : quick;
            if (verifier.verify(changed) instanceof Verdict.Verified) {
                // Nothing vouches for when a bundle was made, and no verdict says it.
                assertThat(file).isEqualTo(BundleFile.MANIFEST);
                assertThat(made(changed.manifest())).isEqualTo(made(bundle.manifest()));
            }
        });
    }

    private static Manifest made(Manifest manifest) {
        return new Manifest(Instant.EPOCH, manifest.entries(), manifest.files(), manifest.origin(), manifest.scope());
    }

    @Test
    void a_file_that_was_changed_with_a_manifest_that_fits() {
        var bundle = bundle(log);
        var thorough = verifier();
        var quick = quickVerifier();
        var files = bundle.files().stream()
                .filter(file -> file != BundleFile.MANIFEST)
                .toList();
        Cases.run("mutations of bundles with a manifest that fits", Cases.MANY / 16, seed -> {
            var mutator = new Mutator(seed);
            var file = files.get(mutator.below(files.size()));
            var changed = bundle.with(file, mutator.mutate(bundle.get(file))).sealed();
            var verifier = isStamp(file) ? thorough : quick;
            if (verifier.verify(changed) instanceof Verdict.Verified verified) {
                // A response has bytes that the authority did not sign, and that say nothing.
                assertThat(file).isEqualTo(BundleFile.TIMESTAMP);
                assertThat(verified.summary().stamped()).contains(STAMPED);
            }
        });
    }

    @Test
    void lines_that_were_moved() {
        var bundle = bundle(log);
        var other = bundle(otherLog);
        var verifier = quickVerifier();
        Cases.run("mutations of bundles by the line, with a manifest that fits", Cases.MANY / 16, seed -> {
            var mutator = new Mutator(seed);
            var file = LINES.get(mutator.below(LINES.size()));
            var lines = new ArrayList<>(bundle.text(file).lines().toList());
            var theirs = other.text(file).lines().toList();
            int at = mutator.below(lines.size());
            switch (mutator.below(6)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.add(at, lines.get(mutator.below(lines.size())));
                case 2 -> Collections.swap(lines, at, mutator.below(lines.size()));
                case 3 -> lines.set(at, theirs.get(mutator.below(theirs.size())));
                case 4 -> lines.add(at, "");
                default -> lines.subList(at, lines.size()).clear();
            }
            var text = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
            if (!text.equals(bundle.text(file))) {
                var changed = bundle.with(file, text.getBytes(UTF_8)).sealed();
                assertThat(verifier.verify(changed)).isInstanceOf(Verdict.Refuted.class);
            }
        });
    }

    @Test
    void files_of_another_log() {
        var bundle = bundle(log);
        var other = bundle(otherLog);
        var verifier = verifier();
        var files = bundle.files().stream()
                .filter(file -> file != BundleFile.MANIFEST)
                .toList();
        Cases.run("mutations of bundles by the file, with a manifest that fits", Cases.MANY / 100, seed -> {
            var mutator = new Mutator(seed);
            var mixed = bundle;
            boolean mixedIn = false;
            for (var file : files) {
                if (mutator.below(3) == 0) {
                    mixed = mixed.with(file, other.get(file));
                    mixedIn |= !Arrays.equals(other.get(file), bundle.get(file));
                }
            }
            if (mixedIn) {
                assertThat(verifier.verify(mixed.sealed())).isInstanceOf(Verdict.Refuted.class);
            }
        });
    }

    @Test
    void the_zip_itself() throws IOException {
        var bundle = bundle(log);
        var zip = SampleBundle.zipped(bundle);
        var verifier = quickVerifier();
        var path = scratch.resolve("mutated.zip");
        Cases.run("mutations of zips", Cases.MANY / 40, seed -> {
            var mutated = new Mutator(seed).mutate(zip);
            try {
                Files.write(path, mutated);
                if (BundleSource.open(path) instanceof BundleOpening.Opened(var source)) {
                    try (source) {
                        if (verifier.verify(source) instanceof Verdict.Verified) {
                            // Of times, comments and sizes in headers a zip has more than one; what is in it is the
                            // same.
                            for (var file : bundle.files()) {
                                assertThat(source.open(file).readAllBytes()).isEqualTo(bundle.get(file));
                            }
                        }
                    }
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Nothing but the checksum in the zip speaks for the manifest's own words. */
    @Test
    void a_manifest_that_is_not_what_the_zip_says() throws IOException {
        var bundle = bundle(log);
        var zip = SampleBundle.zipped(bundle, Deflater.NO_COMPRESSION);
        var created = bundle.manifest().created().toString().getBytes(US_ASCII);
        int at = Collections.indexOfSubList(boxed(zip), boxed(created));
        zip[at] = '1';
        var path = scratch.resolve("redated.zip");
        Files.write(path, zip);
        assertThat(BundleSource.open(path))
                .isInstanceOfSatisfying(
                        BundleOpening.Opened.class,
                        opened -> assertThat(quickVerifier().verify(opened.source()))
                                .isInstanceOfSatisfying(
                                        Verdict.Refuted.class,
                                        refuted -> assertThat(refuted.failures())
                                                .containsExactly(
                                                        new Failure(Step.FILES, "manifest.json", "it can't be read"))));
    }

    private static List<Byte> boxed(byte[] bytes) {
        var list = new ArrayList<Byte>();
        for (byte b : bytes) {
            list.add(b);
        }
        return list;
    }
}
