package dev.astern.verify;

import dev.astern.journal.bundle.BundleFile;
import dev.astern.journal.bundle.BundleSource;
import dev.astern.journal.bundle.ConsistencyFile;
import dev.astern.journal.bundle.FileDigest;
import dev.astern.journal.bundle.Manifest;
import dev.astern.journal.bundle.RotationLine;
import dev.astern.journal.note.Note;
import dev.astern.verify.lines.CheckedFile;
import dev.astern.verify.lines.LinesCheck;
import dev.astern.verify.stamp.StampVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The files of a bundle that fit in memory, each as its manifest names it. */
final class SmallFiles {
    private static final int MAX_ROTATIONS = 64;

    private final Map<BundleFile, byte[]> contents = new EnumMap<>(BundleFile.class);

    private SmallFiles() {}

    static SmallFiles read(BundleSource source, Manifest manifest, Findings findings) {
        var small = new SmallFiles();
        manifest.files().forEach((file, expected) -> {
            if (!LinesCheck.FILES.contains(file)) {
                small.read(source, file, expected, findings);
            }
        });
        return small;
    }

    private void read(BundleSource source, BundleFile file, FileDigest expected, Findings findings) {
        if (expected.bytes() > maxBytes(file)) {
            findings.fail(Step.DIGESTS, file.fileName(), "it is larger than any that we would read");
            return;
        }
        try (var in = CheckedFile.open(source, file, expected)) {
            var content = in.readAllBytes();
            var problem = in.finish();
            if (problem.isPresent()) {
                findings.fail(Step.DIGESTS, file.fileName(), problem.get());
            } else {
                contents.put(file, content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a file that is read whole can't fail: bug", e);
        }
    }

    private static long maxBytes(BundleFile file) {
        return switch (file) {
            case CONSISTENCY, TIMESTAMP_CONSISTENCY -> ConsistencyFile.MAX_BYTES;
            case TIMESTAMP -> StampVerifier.MAX_BYTES;
            case ROTATIONS -> (long) MAX_ROTATIONS * RotationLine.MAX_BYTES;
            default -> Note.MAX_BYTES;
        };
    }

    /** Nothing where the file is not there, or not what it has to be. */
    Optional<byte[]> get(BundleFile file) {
        return Optional.ofNullable(contents.get(file));
    }
}
