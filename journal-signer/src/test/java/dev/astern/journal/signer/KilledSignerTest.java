package dev.astern.journal.signer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.disk.CrashingDisk;
import dev.astern.journal.disk.CrashingDisk.Fault;
import dev.astern.journal.disk.CrashingDisk.Killed;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteCheck;
import dev.astern.journal.note.NoteVerifier;
import dev.astern.journal.note.Reading;
import dev.astern.journal.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A signer's whole life, ended or made to fail at every one of its steps, on a disk that loses what was not synced. */
class KilledSignerTest {
    private static final String ORIGIN = "example.com/log";
    private static final String NEXT_ORIGIN = "example.com/log2";
    private static final Path FOLDER = Path.of("/signer");
    private static final int CASES = Integer.getInteger("astern.cases", 6);

    private final SecureRandom random = new SecureRandom();
    private final TestLog log = TestLog.of(ORIGIN);

    /** What the world outside has got to know, which nothing may contradict later. */
    private static final class World {
        @Nullable
        VerifierKey firstKey;

        long signed;
        long asked;

        @Nullable
        VerifierKey secondKey;

        final List<Note> statements = new ArrayList<>();
        boolean startingOver;
        boolean startedOver;
    }

    private LocalSigner open(CrashingDisk disk, String origin) throws IOException {
        return new SignerFolder(disk, FOLDER).open(origin, random, () -> {});
    }

    private void live(CrashingDisk disk, World world) throws IOException {
        var signer = open(disk, ORIGIN);
        world.firstKey = signer.verifierKey();
        for (long size : new long[] {1, 5, 5}) {
            sign(signer, size, world);
        }
        world.statements.add(signer.rotate(random));
        world.secondKey = signer.addSecondKey(random);
        sign(signer, 9, world);
        world.statements.add(signer.rotate(random));
        world.startingOver = true;
        new SignerFolder(disk, FOLDER).startOver(NEXT_ORIGIN, random, () -> {});
        world.startedOver = true;
    }

    private void sign(LocalSigner signer, long size, World world) {
        world.asked = size;
        if (log.sign(signer, size) instanceof Signing.Signed) {
            world.signed = size;
        }
    }

    @Test
    void killed_anywhere_it_knows_what_it_signed_and_whose_key_it_has() throws IOException {
        long steps = stepsOfALife();
        for (long step = 0; step < steps; step++) {
            for (int seed = 0; seed < CASES; seed++) {
                killed(step, seed);
            }
        }
        assertThat(steps).isGreaterThan(40);
    }

    private long stepsOfALife() throws IOException {
        var disk = new CrashingDisk(new Random(0));
        live(disk, new World());
        return disk.steps();
    }

    private void killed(long step, int seed) throws IOException {
        var disk = new CrashingDisk(new Random(seed));
        var world = new World();
        disk.plan(Fault.KILL, step);
        try {
            live(disk, world);
        } catch (Killed e) {
            if (seed % 2 == 0) {
                disk.restart();
            } else {
                disk.revive();
            }
        }
        var when = "killed at step " + step + ", seed " + seed;
        check(disk, world, when);
        disk.restart();
        check(disk, world, when + " and lost power later");
    }

    @Test
    void a_disk_that_is_full_or_fails_once_anywhere_changes_nothing_that_is_known() throws IOException {
        long steps = stepsOfALife();
        for (var fault : List.of(Fault.FAIL_ONCE, Fault.FAIL_FROM_THEN_ON)) {
            for (long step = 0; step < steps; step++) {
                failed(fault, step);
            }
        }
    }

    private void failed(Fault fault, long step) throws IOException {
        var disk = new CrashingDisk(new Random(step));
        var world = new World();
        disk.plan(fault, step);
        try {
            live(disk, world);
        } catch (IOException | SignerException e) {
            // The process ends, in order; its caches are written.
        }
        disk.plan(Fault.NONE, 0);
        check(disk, world, fault + " at step " + step);
    }

    private void check(CrashingDisk disk, World world, String when) throws IOException {
        world.startedOver = world.startedOver || (world.startingOver && isNext(disk));
        var signer = open(disk, world.startedOver ? NEXT_ORIGIN : ORIGIN);
        if (world.startedOver) {
            assertThat(signer.lastSigned()).as(when).isEqualTo(TreeHead.EMPTY);
            return;
        }
        var head = signer.lastSigned();
        assertThat(head.size()).as(when).isBetween(world.signed, world.asked);
        assertThat(head.root()).as(when).isEqualTo(log.at(head.size()).rootHash());
        assertTrusted(world, signer, when);
        if (world.secondKey != null) {
            assertThat(signer.secondVerifierKey()).as(when).contains(world.secondKey);
        }
        assertSigns(signer, world.asked, when);
        assertSigns(signer, world.asked + 3, when);
        world.asked += 3;
        world.signed = world.asked;
        world.statements.clear();
        world.statements.addAll(signer.rotations());
        world.secondKey = signer.secondVerifierKey().orElse(null);
        world.firstKey = world.firstKey == null ? signer.verifierKey() : world.firstKey;
    }

    private boolean isNext(CrashingDisk disk) throws IOException {
        try {
            open(disk, NEXT_ORIGIN);
            return true;
        } catch (SignerException e) {
            assertThat(e.why()).isEqualTo(SignerException.Why.ORIGIN);
            return false;
        }
    }

    /** Who knows the log's first key comes from statement to statement to the key that signs now. */
    private static void assertTrusted(World world, LocalSigner signer, String when) {
        var statements = signer.rotations();
        int known = world.statements.size();
        assertThat(statements).as(when).hasSizeBetween(known, known + 1);
        assertThat(statements.subList(0, known)).as(when).isEqualTo(world.statements);
        var trusted = world.firstKey == null ? signer.verifierKey() : world.firstKey;
        for (var statement : statements) {
            assertThat(verify(statement, trusted)).as(when).isInstanceOf(NoteCheck.Verified.class);
            var lines = statement.text().split("\n", -1);
            assertThat(lines[0] + "/" + lines[1]).isEqualTo("astern key rotation/" + ORIGIN);
            trusted = ((dev.astern.journal.Parsed.Read<VerifierKey>) VerifierKey.parse(lines[2])).value();
        }
        assertThat(signer.verifierKey()).as(when).isEqualTo(trusted);
    }

    private void assertSigns(LocalSigner signer, long size, String when) {
        var signing = log.sign(signer, size);
        assertThat(signing).as(when).isInstanceOf(Signing.Signed.class);
        var note = ((Signing.Signed) signing).note();
        var keys = new ArrayList<>(List.of(signer.verifierKey()));
        signer.secondVerifierKey().ifPresent(keys::add);
        assertThat(new NoteVerifier(keys, Reading.STRICT).verify(note))
                .as(when)
                .isInstanceOfSatisfying(
                        NoteCheck.Verified.class,
                        verified -> assertThat(verified.signatures()).hasSameSizeAs(keys));
        assertThat(signer.lastSigned().size()).as(when).isEqualTo(size);
    }

    private static NoteCheck verify(Note note, VerifierKey key) {
        return new NoteVerifier(List.of(key), Reading.STRICT).verify(note);
    }
}
