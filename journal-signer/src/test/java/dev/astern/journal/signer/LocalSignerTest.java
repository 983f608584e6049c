package dev.astern.journal.signer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.checkpoint.CheckpointCheck;
import dev.astern.journal.checkpoint.CheckpointVerifier;
import dev.astern.journal.disk.CrashingDisk;
import dev.astern.journal.disk.CrashingDisk.Fault;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.Reading;
import dev.astern.journal.policy.Policy;
import dev.astern.journal.tree.ConsistencyProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSignerTest {
    private static final String ORIGIN = "example.com/log";

    @TempDir
    Path temporary;

    private final TestLog log = TestLog.of(ORIGIN);

    private Path folder() {
        return temporary.resolve("signer");
    }

    private Path file(String name) {
        return folder().resolve("logs/1").resolve(name);
    }

    private LocalSigner open() {
        return SignerFolder.open(folder(), ORIGIN);
    }

    private static Note note(Signing signing) {
        assertThat(signing).isInstanceOf(Signing.Signed.class);
        return ((Signing.Signed) signing).note();
    }

    private static void assertRefused(Signing signing, Signing.Why why) {
        assertThat(signing).isInstanceOf(Signing.Refused.class);
        assertThat(((Signing.Refused) signing).why()).isEqualTo(why);
    }

    private static void assertFails(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, SignerException.Why why) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SignerException.class,
                        e -> assertThat(e.why()).as(e.getMessage()).isEqualTo(why));
    }

    @Test
    void a_checkpoint_that_extends_the_last_one_is_signed_and_verifies() {
        try (var signer = open()) {
            assertThat(signer.lastSigned()).isEqualTo(TreeHead.EMPTY);
            for (long size : new long[] {0, 1, 2, 7, 7, 300}) {
                var note = note(log.sign(signer, size));
                var trust = Policy.of(signer.verifierKey(), List.of(), 0);
                assertThat(new CheckpointVerifier(trust, Reading.STRICT).verify(note.encode()))
                        .isInstanceOfSatisfying(
                                CheckpointCheck.Accepted.class,
                                accepted -> assertThat(accepted.checkpoint()).isEqualTo(log.at(size)));
                assertThat(signer.lastSigned())
                        .isEqualTo(new TreeHead(size, log.at(size).rootHash()));
            }
        }
    }

    @Test
    void opened_again_it_has_the_same_key_and_the_same_memory() {
        var first = open();
        note(log.sign(first, 5));
        first.close();
        try (var second = open()) {
            assertThat(second.verifierKey()).isEqualTo(first.verifierKey());
            assertThat(second.lastSigned()).isEqualTo(new TreeHead(5, log.at(5).rootHash()));
            note(log.sign(second, 6));
        }
    }

    @Test
    void what_does_not_extend_the_last_one_is_refused_and_not_remembered() throws IOException {
        try (var signer = open()) {
            note(log.sign(signer, 8));
            var before = Files.readString(file(LastSigned.NAME));
            var fork = new TestLog(ORIGIN, "forked", 4);
            assertRefused(signer.sign(log.at(7), log.proof(7, 7)), Signing.Why.SMALLER);
            assertRefused(signer.sign(log.at(0), log.proof(0, 0)), Signing.Why.SMALLER);
            assertRefused(signer.sign(fork.at(8), fork.proof(8, 8)), Signing.Why.NOT_AN_EXTENSION);
            assertRefused(signer.sign(fork.at(12), fork.proof(8, 12)), Signing.Why.NOT_AN_EXTENSION);
            assertRefused(signer.sign(fork.at(12), log.proof(8, 12)), Signing.Why.NOT_AN_EXTENSION);
            // Another origin's tree at another size, or a proof from elsewhere, proves nothing about this one.
            assertRefused(signer.sign(fork.at(12), fork.proof(3, 12)), Signing.Why.NOT_AN_EXTENSION);
            assertRefused(signer.sign(fork.at(12), fork.proof(0, 12)), Signing.Why.NOT_AN_EXTENSION);
            assertRefused(signer.sign(log.at(12), log.proof(8, 13)), Signing.Why.NOT_AN_EXTENSION);
            assertRefused(
                    signer.sign(log.at(12), new ConsistencyProof(8, 12, List.of())), Signing.Why.NOT_AN_EXTENSION);
            var other = TestLog.of("example.com/other");
            assertRefused(signer.sign(other.at(12), other.proof(8, 12)), Signing.Why.ORIGIN);
            assertThat(Files.readString(file(LastSigned.NAME))).isEqualTo(before);
            note(log.sign(signer, 12));
        }
    }

    @Test
    void further_lines_are_never_signed() {
        try (var signer = open()) {
            var extended = new Checkpoint(ORIGIN, 1, log.at(1).rootHash(), List.of("more"));
            assertThatThrownBy(() -> signer.sign(extended, log.proof(0, 1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void only_its_owner_can_read_what_it_keeps() throws IOException {
        open().close();
        try (var all = Files.walk(folder())) {
            for (var path : all.filter(path -> !path.endsWith("lock")).toList()) {
                var expected = Files.isDirectory(path) ? "rwx------" : "rw-------";
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void openssl_reads_the_key() throws IOException, InterruptedException {
        try (var signer = open()) {
            var process = new ProcessBuilder(
                            "openssl", "pkey", "-in", file("keys/1/key.pem").toString(), "-pubout", "-outform", "DER")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var der = process.getInputStream().readAllBytes();
            assertThat(process.waitFor()).isZero();
            var publicKey = java.util.Arrays.copyOfRange(der, der.length - 32, der.length);
            assertThat(publicKey).isEqualTo(signer.verifierKey().publicKey().toArray());
        }
    }

    @Test
    void a_memory_that_is_missing_or_was_changed_signs_nothing() throws IOException {
        var signer = open();
        note(log.sign(signer, 5));
        var file = file(LastSigned.NAME);
        var good = Files.readString(file);
        var bad = List.of(
                "",
                good.substring(0, good.length() - 1),
                good + "\n",
                good + "extra\n",
                good.replace("example.com/log", "example.com/lag"),
                good.replace("\n5\n", "\n05\n"),
                good.replace("\n5\n", "\n-5\n"),
                good.replace("\n5\n", "\n0\n"),
                good.replace("\n5\n", "\n99999999999999999999\n"),
                good.replace("=\n", "\n"),
                good.replace("\n", "\r\n"));
        for (var text : bad) {
            Files.writeString(file, text);
            assertMemoryIsRefused(signer);
            signer.close();
            signer = open();
            assertMemoryIsRefused(signer);
        }
        Files.delete(file);
        assertMemoryIsRefused(signer);
        Files.createDirectory(file);
        assertMemoryIsRefused(signer);
        Files.delete(file);
        Files.writeString(file, good);
        note(log.sign(signer, 6));
        signer.close();
    }

    private void assertMemoryIsRefused(LocalSigner signer) {
        assertRefused(signer.sign(log.at(5), log.proof(5, 5)), Signing.Why.MEMORY);
        assertRefused(signer.sign(log.at(9), log.proof(5, 9)), Signing.Why.MEMORY);
        assertRefused(signer.sign(log.at(9), log.proof(0, 9)), Signing.Why.MEMORY);
        assertFails(signer::lastSigned, SignerException.Why.MEMORY);
        assertFails(() -> signer.rotate(new SecureRandom()), SignerException.Why.MEMORY);
    }

    @Test
    void a_memory_that_goes_back_while_it_runs_signs_nothing() throws IOException {
        try (var signer = open()) {
            note(log.sign(signer, 5));
            var old = Files.readString(file(LastSigned.NAME));
            note(log.sign(signer, 9));
            Files.writeString(file(LastSigned.NAME), old);
            assertRefused(signer.sign(log.at(7), log.proof(5, 7)), Signing.Why.MEMORY);
        }
    }

    @Test
    void a_full_disk_signs_nothing_and_signs_again_once_it_is_not() throws IOException {
        var disk = new CrashingDisk(new Random(1));
        var signer = new SignerFolder(disk, Path.of("/signer")).open(ORIGIN, new SecureRandom(), () -> {});
        note(log.sign(signer, 5));
        var proof = log.proof(5, 9);
        disk.plan(Fault.FAIL_FROM_THEN_ON, disk.steps() + 1);
        assertRefused(signer.sign(log.at(9), proof), Signing.Why.MEMORY);
        disk.plan(Fault.NONE, 0);
        assertThat(signer.lastSigned().size()).isEqualTo(5);
        note(log.sign(signer, 9));
    }

    @Test
    void a_rotation_that_fails_signs_nothing_until_it_is_opened_again() throws IOException {
        var disk = new CrashingDisk(new Random(1));
        var folder = new SignerFolder(disk, Path.of("/signer"));
        var signer = folder.open(ORIGIN, new SecureRandom(), () -> {});
        disk.plan(Fault.FAIL_FROM_THEN_ON, disk.steps() + 5);
        assertFails(() -> signer.rotate(new SecureRandom()), SignerException.Why.STORAGE);
        disk.plan(Fault.NONE, 0);
        assertRefused(log.sign(signer, 1), Signing.Why.MEMORY);
        note(log.sign(folder.open(ORIGIN, new SecureRandom(), () -> {}), 1));
    }

    @Test
    void a_second_signer_is_kept_out() {
        var first = open();
        assertFails(this::open, SignerException.Why.LOCKED);
        assertFails(() -> SignerFolder.startOver(folder(), "example.com/log2"), SignerException.Why.LOCKED);
        first.close();
        open().close();
    }

    @Test
    void a_second_process_is_kept_out_until_the_first_one_dies() throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var other = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        HoldSigner.class.getName(),
                        folder() + "",
                        ORIGIN)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var says = other.inputReader(UTF_8)) {
            assertThat(says.readLine()).isEqualTo("open");
            assertFails(this::open, SignerException.Why.LOCKED);
            other.destroyForcibly().waitFor();
            open().close();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void after_it_is_closed_it_signs_nothing() {
        var signer = open();
        signer.close();
        assertRefused(signer.sign(log.at(1), log.proof(0, 1)), Signing.Why.MEMORY);
    }

    @Test
    void another_logs_folder_is_refused() {
        open().close();
        assertFails(() -> SignerFolder.open(folder(), "example.com/other"), SignerException.Why.ORIGIN);
    }

    @Test
    void a_key_that_is_missing_or_was_changed_is_refused_without_a_word_of_it() throws IOException {
        open().close();
        var key = file("keys/1/key.pem");
        var good = Files.readString(key);
        var base64 = good.lines().toList().get(1);
        var foreign = new String(
                dev.astern.journal.disk.PemKey.write(dev.astern.journal.note.SigningKey.generate(new SecureRandom())),
                US_ASCII);
        var bad = List.of(
                "",
                good.trim(),
                good + good,
                good.replace("PRIVATE", "PUBLIC"),
                good.replace(base64, base64.substring(4)),
                good.replace(base64, "*" + base64.substring(1)),
                good.replace(base64, ""),
                foreign);
        for (var text : bad) {
            Files.writeString(key, text);
            assertThatThrownBy(this::open).isInstanceOfSatisfying(SignerException.class, e -> {
                assertThat(e.why()).isEqualTo(SignerException.Why.KEY);
                assertThat(e).hasNoCause();
                assertThat(e.getMessage()).doesNotContain(base64.substring(24));
            });
        }
        Files.delete(key);
        assertFails(this::open, SignerException.Why.KEY);
        Files.writeString(key, good);
        open().close();
        for (var name : List.of("keys/1/verifier-key", "keys/1", "keys")) {
            dev.astern.journal.disk.LocalDisk disk = new dev.astern.journal.disk.LocalDisk();
            if (Files.isDirectory(file(name))) {
                disk.deleteFolder(file(name));
            } else {
                Files.delete(file(name));
            }
            assertFails(this::open, SignerException.Why.KEY);
        }
    }

    @Test
    void it_says_nothing_of_its_seed() throws IOException {
        try (var signer = open()) {
            var pem = Files.readString(file("keys/1/key.pem"));
            var seed = Base64.getDecoder().decode(pem.lines().toList().get(1));
            var secret = Base64.getEncoder().encodeToString(seed).substring(24);
            assertThat(signer.toString())
                    .doesNotContain(secret)
                    .contains(signer.verifierKey().text());
        }
    }

    @Test
    void a_rotation_is_four_lines_signed_by_the_old_key_and_the_new_one_signs_on() throws IOException {
        var signer = open();
        note(log.sign(signer, 5));
        var old = signer.verifierKey();
        var statement = signer.rotate(new SecureRandom());
        assertThat(signer.verifierKey()).isNotEqualTo(old);
        assertThat(statement.text())
                .isEqualTo("astern key rotation\n" + ORIGIN + "\n"
                        + signer.verifierKey().text() + "\n5\n");
        assertThat(statement.signatures())
                .singleElement()
                .satisfies(signature -> assertThat(signature.keyId()).isEqualTo(old.keyId()));
        assertThat(note(log.sign(signer, 6)).signatures().getFirst().keyId())
                .isEqualTo(signer.verifierKey().keyId());
        assertThat(Files.exists(file("keys/1/key.pem"))).isTrue();
        signer.close();
        try (var again = open()) {
            assertThat(again.rotations()).containsExactly(statement);
            assertThat(again.verifierKey()).isEqualTo(signer.verifierKey());
        }
    }

    @Test
    void a_rotation_that_the_old_key_did_not_state_is_refused() throws IOException {
        var signer = open();
        signer.rotate(new SecureRandom());
        signer.rotate(new SecureRandom());
        signer.close();
        var statement = file("keys/3/statement");
        var good = Files.readString(statement);
        var bad = List.of(
                "",
                good.replace("example.com/log\n", "example.com/lag\n"),
                good.replace("\n0\n", "\n1\n"),
                Files.readString(file("keys/2/statement")));
        for (var text : bad) {
            Files.writeString(statement, text);
            assertFails(this::open, SignerException.Why.KEY);
        }
        Files.writeString(statement, good);
        open().close();
        new dev.astern.journal.disk.LocalDisk().deleteFolder(file("keys/2"));
        assertFails(this::open, SignerException.Why.KEY);
    }

    @Test
    void a_second_key_signs_beside_the_first_one_and_stays_when_that_is_rotated() throws IOException {
        var signer = open();
        assertThat(signer.secondVerifierKey()).isEmpty();
        var second = signer.addSecondKey(new SecureRandom());
        assertThat(signer.addSecondKey(new SecureRandom())).isEqualTo(second);
        signer.rotate(new SecureRandom());
        signer.close();
        try (var again = open()) {
            assertThat(again.secondVerifierKey()).contains(second);
            var trust = Policy.of(again.verifierKey(), List.of(), 0).with(second);
            assertThat(new CheckpointVerifier(trust, Reading.STRICT)
                            .verify(note(log.sign(again, 5)).encode()))
                    .isInstanceOfSatisfying(
                            CheckpointCheck.Accepted.class,
                            accepted -> assertThat(accepted.signatures()).hasSize(2));
        }
        for (var name : List.of("ml-dsa/1/key.pem", "ml-dsa/1/verifier-key")) {
            var good = Files.readString(file(name));
            for (var bad :
                    List.of("", good.toLowerCase(java.util.Locale.ROOT), Files.readString(file("keys/1/key.pem")))) {
                Files.writeString(file(name), bad);
                assertFails(this::open, SignerException.Why.KEY);
            }
            Files.delete(file(name));
            assertFails(this::open, SignerException.Why.KEY);
            Files.writeString(file(name), good);
        }
        open().close();
    }

    @Test
    void starting_over_is_a_new_log_with_a_new_key_and_leaves_the_old_one_aside() throws IOException {
        var old = open();
        note(log.sign(old, 9));
        var remembered = Files.readString(file(LastSigned.NAME));
        old.close();
        var next = TestLog.of("example.com/log2");
        try (var signer = SignerFolder.startOver(folder(), "example.com/log2")) {
            assertThat(signer.verifierKey().publicKey())
                    .isNotEqualTo(old.verifierKey().publicKey());
            assertThat(signer.lastSigned()).isEqualTo(TreeHead.EMPTY);
            assertRefused(signer.sign(log.at(12), log.proof(9, 12)), Signing.Why.ORIGIN);
            assertThat(Files.readString(file(LastSigned.NAME))).isEqualTo(remembered);
            assertThat(Files.exists(file("keys/1/key.pem"))).isTrue();
        }
        assertFails(this::open, SignerException.Why.ORIGIN);
        // Asked for again, for example after a crash, it is the same log; once it has signed it is not.
        try (var again = SignerFolder.startOver(folder(), "example.com/log2")) {
            note(next.sign(again, 3));
        }
        assertFails(() -> SignerFolder.startOver(folder(), "example.com/log2"), SignerException.Why.ORIGIN);
        assertFails(() -> SignerFolder.startOver(folder(), ORIGIN), SignerException.Why.ORIGIN);
        try (var current = SignerFolder.open(folder(), "example.com/log2")) {
            assertThat(current.lastSigned().size()).isEqualTo(3);
        }
    }

    @Test
    void what_was_signed_for_a_log_is_known_when_it_is_kept_aside() throws IOException {
        assertThat(SignerFolder.remembered(folder(), ORIGIN)).isEmpty();
        var old = open();
        note(log.sign(old, 9));
        old.close();
        SignerFolder.startOver(folder(), "example.com/log2").close();
        assertThat(SignerFolder.remembered(folder(), ORIGIN))
                .contains(new TreeHead(9, log.at(9).rootHash()));
        assertThat(SignerFolder.remembered(folder(), "example.com/log2")).contains(TreeHead.EMPTY);
        assertThat(SignerFolder.remembered(folder(), "example.com/log3")).isEmpty();
        Files.delete(file(LastSigned.NAME));
        assertThat(SignerFolder.remembered(folder(), ORIGIN)).isEmpty();
    }

    @Test
    void starting_over_works_when_nothing_of_the_old_log_can_be_read() throws IOException {
        open().close();
        Files.delete(file(LastSigned.NAME));
        Files.delete(file("keys/1/key.pem"));
        SignerFolder.startOver(folder(), "example.com/log2").close();
        assertThat(Files.exists(file("keys/1/verifier-key"))).isTrue();
    }
}
