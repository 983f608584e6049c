package dev.astern.verify.lines;

import dev.astern.journal.checkpoint.Checkpoint;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.Future;

/** Blocks that were checked, in order, a few of them ahead of whoever takes them. */
final class Blocks {
    private final BlockReader reader;
    private final Checkpoint checkpoint;
    private final Workers workers;
    private final ArrayDeque<Future<CheckedBlock>> started = new ArrayDeque<>();

    Blocks(BlockReader reader, Checkpoint checkpoint, Workers workers) {
        this.reader = reader;
        this.checkpoint = checkpoint;
        this.workers = workers;
    }

    Optional<CheckedBlock> next() {
        while (started.size() < workers.ahead()) {
            var block = reader.next();
            if (block.isEmpty()) {
                break;
            }
            started.add(workers.start(
                    new BlockCheck(block.get(), checkpoint), block.get().isFull()));
        }
        return Optional.ofNullable(started.poll()).map(Workers::result);
    }
}
