package dev.astern.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Output;
import dev.astern.workspace.command.Command;
import dev.astern.workspace.command.Ran;
import dev.astern.workspace.posix.Posix;
import dev.astern.workspace.store.BlobBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a command printed: kept in full by its digest, and the beginning and end of it in the answer, which says so where
 * that is not all.
 */
final class CommandOutput {
    static final int SHOWN_BYTES = 32_768;
    private static final String TEXT = "text";
    private static final String NUMBER = "integer";

    private CommandOutput() {}

    static Output of(Command command, Ran ran, java.util.Map<String, String> environment, BlobBatch contents)
            throws IOException {
        var rows = List.of(stream("stdout", ran.stdout(), contents), stream("stderr", ran.stderr(), contents));
        boolean cut = rows.stream().anyMatch(row -> Boolean.FALSE.equals(row.getLast()));
        var streams = new Output.Result(
                "output",
                rows.size(),
                List.of(
                        new Output.Column("stream", TEXT),
                        new Output.Column("text", TEXT),
                        new Output.Column("bytes", NUMBER),
                        new Output.Column("sha256", TEXT),
                        new Output.Column("whole", "boolean")),
                rows,
                cut);
        return new Output(ran.exitCode(), List.of(ended(command, ran, environment), streams));
    }

    private static Output.Result ended(Command command, Ran ran, java.util.Map<String, String> environment) {
        List<@Nullable Object> row = new java.util.ArrayList<>();
        row.add(ran.exitCode());
        row.add(command.folder().isRoot() ? "." : command.folder().text());
        row.add(ran.durationMs());
        row.add(new TreeMap<>(environment).toString());
        row.add(ran.killed() == null ? null : ran.killed().name().toLowerCase(java.util.Locale.ROOT));
        return new Output.Result(
                "run_command",
                1,
                List.of(
                        new Output.Column("exit_code", NUMBER),
                        new Output.Column("cwd", TEXT),
                        new Output.Column("duration_ms", NUMBER),
                        new Output.Column("environment", TEXT),
                        new Output.Column("killed", TEXT)),
                List.of(row),
                false);
    }

    /** The digests of what was printed. */
    static List<String> digests(Output output) {
        return output.results().get(1).rows().stream()
                .map(row -> String.valueOf(row.get(3)))
                .toList();
    }

    private static List<@Nullable Object> stream(String name, Path file, BlobBatch contents) throws IOException {
        var folder = Objects.requireNonNull(file.getParent(), "parent");
        String digest;
        try (var open = Posix.openFolder(folder);
                var stream = Posix.open(open, name, Posix.READ, 0)) {
            digest = contents.take(stream);
        }
        long size = Files.size(file);
        List<@Nullable Object> row = new java.util.ArrayList<>();
        row.add(name);
        row.add(size <= SHOWN_BYTES ? text(Files.readAllBytes(file)) : ends(file, size));
        row.add(size);
        row.add(digest);
        row.add(size <= SHOWN_BYTES);
        return row;
    }

    /** The first and the last half of what may be shown. */
    private static String ends(Path file, long size) throws IOException {
        int half = SHOWN_BYTES / 2;
        try (var channel = FileChannel.open(file)) {
            var first = at(channel, 0, half);
            var last = at(channel, size - half, half);
            return text(first) + "\n[… " + (size - 2L * half) + " bytes are not shown here; read_output has them …]\n"
                    + text(last);
        }
    }

    private static byte[] at(FileChannel channel, long position, int length) throws IOException {
        var block = ByteBuffer.allocate(length);
        int count = 0;
        while (count >= 0 && block.hasRemaining()) {
            count = channel.read(block, position + block.position());
        }
        return block.array();
    }

    /** What is no text is shown as a mark for each bad place; the bytes themselves are kept. */
    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
