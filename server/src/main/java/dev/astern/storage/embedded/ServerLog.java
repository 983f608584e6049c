package dev.astern.storage.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * PostgreSQL's log.
 *
 * @param file where
 * @param from from which byte on it is of interest
 */
record ServerLog(Path file, long from) {
    private static final long KEPT_BYTES = 8L << 20;
    private static final int TAIL_BYTES = 4096;

    /** Before a start: one earlier log is kept, and what is read afterwards is what the start has written. */
    static ServerLog openForStart(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new ServerLog(file, 0);
        }
        if (Files.size(file) > KEPT_BYTES) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            return new ServerLog(file, 0);
        }
        return new ServerLog(file, Files.size(file));
    }

    String tail() throws IOException {
        if (!Files.exists(file)) {
            return "(nothing)";
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var start = Math.max(from, channel.size() - TAIL_BYTES);
            var bytes = ByteBuffer.allocate(TAIL_BYTES);
            channel.position(start);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // Reads on.
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }

    /** Whether a start failed on children of a killed postmaster, which end by themselves within moments. */
    static boolean tellsOfPredecessor(String tail) {
        return tail.contains("pre-existing shared memory block") || tail.contains("lock file \"postmaster.pid\"");
    }
}
