package dev.astern.stop;

import dev.astern.evidence.Acts;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Puts into the journal what was stopped and released on this host by a file, from the notes that the command line leaves
 * beside the folder. At least once: a node that dies in between says it again.
 */
public final class LocalStopLog {
    private static final int MAX_LINE = 2_000;
    private static final int TIMEOUT_S = 20;

    private final Path notes;
    private final Path done;
    private final String node;
    private final Acts acts;

    public LocalStopLog(Path folder, String node, Acts acts) {
        this.notes = folder.resolveSibling(folder.getFileName() + ".log");
        this.done = folder.resolveSibling(folder.getFileName() + ".log." + node);
        this.node = node;
        this.acts = acts;
    }

    public void keepHouse() {
        if (!Files.exists(notes)) {
            return;
        }
        try (var file = new RandomAccessFile(notes.toFile(), "r")) {
            file.seek(Math.min(begin(), file.length()));
            // A last line without its end is still being written.
            for (var line = file.readLine(); line != null && ended(file); line = file.readLine()) {
                record(line);
                Files.writeString(done, Long.toString(file.getFilePointer()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + notes, e);
        }
    }

    private static boolean ended(RandomAccessFile file) throws IOException {
        file.seek(file.getFilePointer() - 1);
        return file.read() == '\n';
    }

    private long begin() throws IOException {
        return Files.exists(done) ? Long.parseLong(Files.readString(done).strip()) : 0;
    }

    private void record(String line) {
        var text = new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        var note = text.substring(0, Math.min(text.length(), MAX_LINE));
        acts.done("local", "local", "stop --local", Map.of("node", node, "note", note))
                .orTimeout(TIMEOUT_S, TimeUnit.SECONDS)
                .join();
    }
}
