package dev.astern.journal.bundle;

import dev.astern.journal.Parsed;
import dev.astern.journal.checkpoint.Checkpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * Writes a bundle as a zip, in one pass over its entries. What a verifier would refuse is refused here: an entry that is
 * malformed, or not proven, or out of order, is a bug of whoever hands it in.
 */
public final class BundleWriter {
    private final Path scratch;

    /** @param scratch an existing folder for temporary files, which are gone when a bundle is written */
    public BundleWriter(Path scratch) {
        this.scratch = scratch;
    }

    /**
     * @param items in ascending order of their index
     * @param out gets the zip; it is flushed and not closed
     * @throws IllegalArgumentException for what is not to be proven by this bundle
     */
    public Manifest write(BundleHead head, Iterator<BundleItem> items, OutputStream out) throws IOException {
        var checkpoint = checkpoint(head);
        try (var spools = new Spools(scratch)) {
            var zip = new BundleZip(out, head.created());
            var lines = new BundleLines(zip.begin(BundleFile.RECEIPTS), spools, checkpoint);
            while (items.hasNext()) {
                lines.add(items.next());
            }
            lines.finish();
            spools.copyTo(zip);
            small(head, zip);
            return zip.finish(head.scope(), checkpoint.origin(), lines.count());
        }
    }

    private static Checkpoint checkpoint(BundleHead head) {
        if (Checkpoint.of(head.checkpoint()) instanceof Parsed.Read<Checkpoint>(var checkpoint)) {
            return checkpoint;
        }
        throw new IllegalArgumentException("a bundle's checkpoint is none: bug");
    }

    private static void small(BundleHead head, BundleZip zip) throws IOException {
        zip.add(BundleFile.CHECKPOINT, head.checkpoint().encode());
        if (head.old().isPresent()) {
            var old = head.old().get();
            zip.add(BundleFile.OLD_CHECKPOINT, old.checkpoint().encode());
            zip.add(BundleFile.CONSISTENCY, ConsistencyFile.encode(old.consistency()));
        }
        if (head.timeStamp().isPresent()) {
            var stamp = head.timeStamp().get();
            zip.add(BundleFile.TIMESTAMP, stamp.response().toArray());
            zip.add(BundleFile.TIMESTAMP_CHECKPOINT, stamp.checkpoint().encode());
            zip.add(BundleFile.TIMESTAMP_CONSISTENCY, ConsistencyFile.encode(stamp.consistency()));
        }
        if (!head.rotations().isEmpty()) {
            var lines = zip.begin(BundleFile.ROTATIONS);
            for (var statement : head.rotations()) {
                lines.write(RotationLine.encode(statement));
                lines.write('\n');
            }
            lines.close();
        }
    }
}
